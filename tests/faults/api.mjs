import { Agent, request } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

/**
 * What became of one call.
 *
 * @typedef {{ is: 'data', data: any } | { is: 'refused', code: string, message: string }
 *   | { is: 'unsent' } | { is: 'unknown', why: string } | { is: 'wrong', what: string }} Verdict
 *
 * `unsent`: no connection, so it was certainly not done. `unknown`: the connection ended before the answer. `wrong`: an
 * answer that no server should give, starting or stopping or not.
 */

/** Codes of a server that is in trouble rather than of a call that is. */
const WRONG_CODES = new Set(['INTERNAL_SERVER_ERROR', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED']);
const ANSWER_WITHIN_MS = 30_000;

/** Calls over HTTP, on connections that are kept, as browsers and load balancers do. */
export class HttpApi {
  #port;
  #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(port) {
    this.#port = port;
  }

  /**
   * One that is given up after `giveUpMs` without an answer may have been done; without it 30 s are waited, and that is wrong.
   *
   * @returns {Promise<Verdict>}
   */
  call(query, variables, { giveUpMs = null } = {}) {
    const options = {
      ...{ port: this.#port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent: this.#agent },
      ...{ headers: { 'content-type': 'application/json' }, timeout: giveUpMs ?? ANSWER_WITHIN_MS },
    };
    return new Promise((resolve) => {
      const sent = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more) => (text += more));
        response.on('error', (error) => resolve(unanswered(error)));
        response.on('end', () => resolve(response.complete ? verdictOf(text) : { is: 'unknown', why: 'cut answer' }));
      });
      sent.on('error', (error) => resolve(unanswered(error)));
      // The one wait for a time: a server that accepts and never answers.
      sent.on('timeout', () => {
        if (giveUpMs === null) resolve({ is: 'wrong', what: `no answer within ${ANSWER_WITHIN_MS} ms: ${query}` });
        else resolve({ is: 'unknown', why: 'given up' });
        sent.destroy();
      });
      sent.end(JSON.stringify({ query, variables }));
    });
  }

  close() {
    this.#agent.destroy();
  }
}

/** Calls over one WebSocket, opened when it is needed. */
export class SocketApi {
  #client;

  constructor(port) {
    const url = `ws://127.0.0.1:${port}/graphql`;
    this.#client = createClient({
      url,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      lazy: true,
      onNonLazyError: ignore,
    });
  }

  /** @returns {Promise<Verdict>} */
  call(query, variables) {
    return new Promise((resolve) => {
      let verdict = { is: 'unknown', why: 'completed without a result' };
      this.#client.subscribe(
        { query, variables },
        {
          next: ({ data, errors }) => (verdict = verdictOfResult({ data, errors })),
          error: (error) => resolve(Array.isArray(error) ? verdictOfResult({ errors: error }) : unanswered(error)),
          complete: () => resolve(verdict),
        },
      );
    });
  }

  async close() {
    await this.#client.dispose();
  }
}

/** @returns {Verdict} */
function verdictOf(text) {
  try {
    return verdictOfResult(JSON.parse(text));
  } catch {
    return { is: 'wrong', what: `no JSON: ${text.slice(0, 200)}` };
  }
}

/** @returns {Verdict} */
function verdictOfResult({ data, errors }) {
  if (errors === undefined || errors.length === 0) return { is: 'data', data };
  const [{ message, extensions }] = errors;
  const code = extensions?.code;
  if (typeof code !== 'string' || WRONG_CODES.has(code)) return { is: 'wrong', what: JSON.stringify(errors) };
  return { is: 'refused', code, message };
}

/** @returns {Verdict} */
function unanswered(error) {
  // The error event of a socket carries the error, a refusal on several addresses carries several.
  const cause = error?.error ?? error;
  const code = cause?.errors?.[0]?.code ?? cause?.code ?? 'closed';
  return code === 'ECONNREFUSED' ? { is: 'unsent' } : { is: 'unknown', why: String(code) };
}

function ignore() {
  // Told to each call.
}
