import type { TypedDocumentString } from '../generated/graphql.js';
import { pause, pauseMs } from './pause.js';
import { passesBySoon, refusal, unreachable, type AnsweredError } from './pool-error.js';

/** What goes with a call. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Sends a body to an address and gives the answer, whatever its status. Rejects where none comes. */
export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal | undefined,
) => Promise<{ readonly status: number; readonly text: string }>;
/** What goes with a call that may be tried again. */
export interface SafeCallOptions extends CallOptions {
  /** Instead of the client's, in milliseconds; 0 for one try. */
  readonly retryForMs?: number | undefined;
}

/** Queries and mutations, one request each. */
export class HttpCalls {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #retryForMs: number;
  readonly #send: Post;

  /** `url`: the address of `/graphql`. `retryForMs`: how long after the first try a safe call may be tried again. */
  constructor(url: string, headers: Readonly<Record<string, string>>, retryForMs: number, send: Post = byFetch) {
    this.#url = url;
    this.#headers = headers;
    this.#retryForMs = retryForMs;
    this.#send = send;
  }

  /** One try. Rejects with a `PoolError`, or with the reason of the signal. */
  async once<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    { signal }: CallOptions = {},
  ): Promise<Data> {
    const { status, text } = await this.#post(JSON.stringify({ query: document.toString(), variables }), signal);
    const { data, errors } = answerIn(text) ?? {};
    const first = errors?.[0];
    if (first !== undefined) throw refusal(first);
    // A proxy in between speaks for a server that is away.
    if (data == null) throw unreachable(`The server answered HTTP ${String(status)} without data.`);
    return data as Data;
  }

  /**
   * For calls that change nothing when they are made twice: tried again while the server is away, is going or asks for a
   * slower pace, and rejects with the last error when the time for that is up.
   */
  async safely<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    options: SafeCallOptions = {},
  ): Promise<Data> {
    const untilMs = performance.now() + (options.retryForMs ?? this.#retryForMs);
    for (let next = 1; ; next += 1) {
      try {
        return await this.once(document, variables, options);
      } catch (error) {
        if (!passesBySoon(error)) throw error;
        const waitMs = Math.max(pauseMs(next), error.details.retryAfterMs ?? 0);
        if (performance.now() + waitMs > untilMs) throw error;
        await pause(waitMs, options.signal);
      }
    }
  }

  async #post(body: string, signal: AbortSignal | undefined): ReturnType<Post> {
    try {
      return await this.#send(this.#url, { 'content-type': 'application/json', ...this.#headers }, body, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw unreachable(`No answer from ${this.#url}.`, error);
    }
  }
}

const byFetch: Post = async (url, headers, body, signal) => {
  const response = await fetch(url, { method: 'POST', headers, body, ...(signal !== undefined && { signal }) });
  return { status: response.status, text: await response.text() };
};

function answerIn(text: string): { data?: unknown; errors?: readonly AnsweredError[] } | null {
  try {
    return JSON.parse(text) as { data?: unknown; errors?: readonly AnsweredError[] } | null;
  } catch {
    return null;
  }
}
