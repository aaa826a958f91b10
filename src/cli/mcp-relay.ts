import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { LineSplitter } from '../lib/line-splitter.js';
import { eventData } from './event-data.js';
import * as rpc from './mcp-message.js';

export interface RelayOptions {
  /** Where the server's `/mcp` is; asked for each try, for after a restart it may be elsewhere. */
  readonly address: () => string;
  readonly apiKey: string | null;
  /** How long a message waits for a server that is away. */
  readonly patienceMs: number;
  readonly input: Readable;
  readonly output: Writable;
  /** What is of no request's business, for people. */
  readonly warn: (line: string) => void;
}

const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** Requests at once; the server has a bound of its own. */
const MAX_OPEN = 256;
const TRY_AGAIN_MS = 200;
/** For what is still unanswered when the input ends. */
const ANSWERS_WITHIN_MS = 1_000;
/** Nothing was sent, so it can be sent again. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * MCP by lines on `input` and `output`, each message handed on to a server that speaks it over HTTP. The server keeps no sessions, so
 * neither does the relay: of an earlier generation of the protocol it remembers the revision, else nothing, and a restart of
 * the server is a wait. What was sent and not answered is never sent again if it may have done something.
 */
export class Relay {
  readonly #options: RelayOptions;
  /** By the id of its request where it has one. */
  readonly #open = new Map<unknown, AbortController>();
  #negotiated: string | null = null;
  #ended = false;
  #onEmpty = (): void => undefined;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  /** Resolves when the input has ended and everything that was asked is answered or given up, or nobody reads the output. */
  async run(): Promise<void> {
    const { input, output } = this.#options;
    const lines = new LineSplitter(MAX_MESSAGE_BYTES, (line, cut) => {
      this.#onLine(line, cut);
    });
    input.on('data', (chunk: Buffer) => {
      lines.push(chunk);
    });
    // Whoever does not read the answers is gone.
    const unread = new Promise<void>((done) => output.on('error', done));
    const over = new Promise<void>((done) => input.on('end', done).on('close', done).on('error', done));
    await Promise.race([over, unread]);
    lines.end();
    this.#ended = true;
    if (this.#open.size > 0) await Promise.race([this.#emptied(), unread, delay(ANSWERS_WITHIN_MS)]);
    for (const call of this.#open.values()) call.abort();
    await Promise.race([new Promise<void>((done) => output.write('', () => done())), unread]);
  }

  #emptied(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
    });
  }

  #onLine(line: string, cut: boolean): void {
    if (line.trim() === '') return;
    let message: unknown;
    try {
      if (cut) throw new Error(`a message has at most ${String(MAX_MESSAGE_BYTES)} bytes`);
      message = JSON.parse(line);
    } catch (error) {
      this.#write(rpc.errorAnswer(null, rpc.PARSE_ERROR, error instanceof Error ? error.message : 'no JSON'));
      return;
    }
    const cancelled = rpc.cancelledIdOf(message);
    if (cancelled !== undefined) this.#open.get(cancelled)?.abort();
    else if (this.#open.size >= MAX_OPEN) this.#fail(message, `At most ${String(MAX_OPEN)} calls go on at once.`);
    else void this.#relay(line, message);
  }

  async #relay(line: string, message: unknown): Promise<void> {
    const [id] = Array.isArray(message) ? [] : rpc.requestIdsOf(message);
    const key = id ?? Symbol();
    const call = new AbortController();
    this.#open.set(key, call);
    try {
      await this.#exchange(line, message, call.signal);
    } catch (error) {
      if (!call.signal.aborted) this.#fail(message, error instanceof Error ? error.message : String(error));
    } finally {
      if (this.#open.get(key) === call) this.#open.delete(key);
      if (this.#open.size === 0) this.#onEmpty();
    }
  }

  async #exchange(line: string, message: unknown, signal: AbortSignal): Promise<void> {
    const response = await this.#reach(line, message, signal);
    if (response.status === 202 || response.body === null) return;
    try {
      if (response.headers.get('content-type')?.startsWith('text/event-stream') === true) {
        for await (const data of eventData(response.body, MAX_ANSWER_BYTES)) this.#answer(message, JSON.parse(data));
      } else {
        this.#answer(message, answerOf(response.status, await response.text()));
      }
    } catch (error) {
      throw new Error(LOST, { cause: error });
    }
  }

  /** Tries until the server takes the message, and gives its answer. */
  async #reach(line: string, message: unknown, signal: AbortSignal): Promise<Response> {
    const untilMs = performance.now() + this.#options.patienceMs;
    for (;;) {
      const address = this.#options.address();
      const mayWait = !this.#ended && performance.now() < untilMs;
      let response: Response;
      try {
        response = await fetch(address, { method: 'POST', headers: this.#headers(message), body: line, signal });
      } catch (error) {
        const isUnsent = NOT_REACHED.has(codeOf(error));
        if (!isUnsent && rpc.mayAct(message)) throw new Error(LOST, { cause: error });
        if (!mayWait) {
          const text = `There is no server at ${address}. Start it (npm start), or name another with --url, and call again.`;
          throw new Error(text, { cause: error });
        }
        await delay(TRY_AGAIN_MS, undefined, { signal });
        continue;
      }
      // A server that is starting or stopping has refused it and done nothing.
      if (response.status !== 503 || !mayWait) return response;
      await response.body?.cancel();
      await delay(TRY_AGAIN_MS, undefined, { signal });
    }
  }

  #headers(message: unknown): Record<string, string> {
    const { apiKey } = this.#options;
    return {
      // On a connection of its own: one kept from before a restart would take the message and lose it.
      connection: 'close',
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      ...rpc.headersOf(message, this.#negotiated),
    };
  }

  #answer(message: unknown, answer: unknown): void {
    if (rpc.isObject(answer) && rpc.isObject(answer['error']) && (answer['id'] ?? null) === null) {
      // A refusal before the server knew whose it was.
      for (const id of rpc.requestIdsOf(message)) this.#write({ ...answer, id });
      return;
    }
    if (rpc.isObject(message) && message['method'] === 'initialize' && rpc.isObject(answer)) {
      const revision = rpc.isObject(answer['result']) ? answer['result']['protocolVersion'] : null;
      if (typeof revision === 'string') this.#negotiated = revision;
    }
    this.#write(answer);
  }

  #fail(message: unknown, text: string): void {
    const ids = rpc.requestIdsOf(message);
    if (ids.length === 0) this.#options.warn(text);
    for (const id of ids) this.#write(rpc.errorAnswer(id, rpc.SERVER_ERROR, text));
  }

  #write(answer: unknown): void {
    this.#options.output.write(`${JSON.stringify(answer)}\n`);
  }
}

const LOST =
  'The connection to the server was lost during this call, which may have been carried out or not: look with list_tasks or pool_status ' +
  'before you call again.';

/** What is no JSON-RPC becomes an error of it, with what the server said. */
function answerOf(status: number, text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    if (Array.isArray(answer) || (rpc.isObject(answer) && answer['jsonrpc'] === '2.0')) return answer;
    const [first] = rpc.isObject(answer) && Array.isArray(answer['errors']) ? (answer['errors'] as unknown[]) : [];
    if (rpc.isObject(first)) return rpc.errorAnswer(null, rpc.SERVER_ERROR, String(first['message']));
  } catch {
    // Told below.
  }
  return rpc.errorAnswer(null, rpc.SERVER_ERROR, `The server answered ${String(status)}: ${text.slice(0, 500)}`);
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as NodeJS.ErrnoException | undefined) : undefined;
  return cause?.code ?? '';
}
