import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TypedDocumentString } from '../generated/graphql.js';
import type { EventStreams } from '../sdk/event-streams.js';
import { HttpCalls } from '../sdk/http-calls.js';
import { unreachable } from '../sdk/pool-error.js';
import type { Lines } from '../sdk/task-handle.js';
import { usageError } from './command-error.js';
import { httpPost } from './http-post.js';
import { readRunning } from './running-server.js';

/** The options that say which server and which pool; see `serverOptions`. */
export interface ConnectionOptions {
  readonly url?: string;
  readonly dataDir?: string;
  readonly pool?: string;
  readonly apiKeyFile?: string;
  readonly patienceMs?: number;
}

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const ANSWER_WITHIN_MS = 30_000;
const AWAY_FOR_MS = 60_000;

/** A server, and a pool of it. Nothing is connected before the first call. */
export class Connection {
  /** Without a slash at the end. */
  readonly url: string;
  /** Who said so, for people. */
  readonly urlFrom: string;
  readonly pool: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly #calls: HttpCalls;
  readonly #signal: AbortSignal;
  readonly #patienceMs: number;
  #streams: EventStreams | null = null;

  constructor(options: ConnectionOptions, surroundings: Surroundings, signal: AbortSignal) {
    const { env } = surroundings;
    [this.url, this.urlFrom] = addressOf(options, surroundings);
    this.pool = options.pool ?? set(env['COORDINATION_POOL_POOL']) ?? 'default';
    const key = apiKeyOf(options, surroundings);
    this.headers = key === null ? {} : { authorization: `Bearer ${key}` };
    this.#patienceMs = options.patienceMs ?? 0;
    this.#calls = new HttpCalls(`${this.url}/graphql`, this.headers, this.#patienceMs, httpPost);
    this.#signal = signal;
  }

  /** For what changes nothing when it is asked twice: tried again for `--patience-ms`. Rejects with a `PoolError`. */
  ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables): Promise<Data> {
    return this.#within(ANSWER_WITHIN_MS + this.#patienceMs, (signal) =>
      this.#calls.safely(document, variables, { signal }),
    );
  }

  /** Tried once; `alsoMs`: how much longer than usual the answer may take. */
  tell<Data, Variables>(
    document: TypedDocumentString<Data, Variables>,
    variables: Variables,
    alsoMs = 0,
  ): Promise<Data> {
    return this.#within(ANSWER_WITHIN_MS + alsoMs, (signal) => this.#calls.once(document, variables, { signal }));
  }

  /** What a handle of a task speaks with: for waiting, so a server that is away for a moment is waited out. */
  async lines(pool: string, onSocket?: (isOpen: boolean) => void): Promise<Lines> {
    const calls = new HttpCalls(`${this.url}/graphql`, this.headers, Math.max(AWAY_FOR_MS, this.#patienceMs), httpPost);
    return { pool, calls, streams: await this.streams(onSocket) };
  }

  /** Streams on a socket, which is opened with the first; `onSocket` is told of each that is opened and of each that is closed. */
  async streams(onSocket: (isOpen: boolean) => void = () => undefined): Promise<EventStreams> {
    const [{ EventStreams }, { WebSocket }] = await Promise.all([import('../sdk/event-streams.js'), import('ws')]);
    class NoticedSocket extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols);
        this.on('open', () => onSocket(true)).on('close', () => onSocket(false));
      }
    }
    this.#streams ??= new EventStreams(this.webSocketUrl, this.headers, NoticedSocket);
    return this.#streams;
  }

  get webSocketUrl(): string {
    return `${this.url.replace(/^http/, 'ws')}/graphql`;
  }

  async #within<Data>(ms: number, call: (signal: AbortSignal) => Promise<Data>): Promise<Data> {
    const late = AbortSignal.timeout(ms);
    try {
      return await call(AbortSignal.any([this.#signal, late]));
    } catch (error) {
      if (late.aborted && error === late.reason)
        throw unreachable(`No answer from ${this.url} within ${String(ms)} ms.`);
      throw error;
    }
  }
}

function addressOf({ url, dataDir }: ConnectionOptions, { env, cwd }: Surroundings): [url: string, from: string] {
  if (url !== undefined) return [url, '--url'];
  const named = set(env['COORDINATION_POOL_URL']);
  if (named !== undefined) return [addressFrom(named, 'COORDINATION_POOL_URL'), 'COORDINATION_POOL_URL'];
  const folder = resolve(cwd, dataDir ?? set(env['COORDINATION_POOL_DATA_DIR']) ?? 'data');
  const running = readRunning(folder);
  if (running !== null) return [running.graphql.replace(/\/graphql$/, ''), `the server of ${folder}`];
  return [`http://127.0.0.1:${set(env['PORT']) ?? '4000'}`, 'the default'];
}

/** The address of a server from what people write: with or without `/graphql` or `/mcp`, which a server behind a path has behind that. */
export function addressFrom(text: string, name: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw usageError(`${name} must be an http or https address, such as http://127.0.0.1:4000.`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/(?:graphql|mcp)$/, '')}`;
}

/** Never from the command line, which every user of the machine can read. */
function apiKeyOf({ apiKeyFile }: ConnectionOptions, { env, cwd }: Surroundings): string | null {
  const file = apiKeyFile ?? set(env['COORDINATION_POOL_API_KEY_FILE']);
  const from = file === undefined ? 'COORDINATION_POOL_API_KEY' : `--api-key-file: ${file}`;
  const key = file === undefined ? set(env['COORDINATION_POOL_API_KEY']) : contentOf(resolve(cwd, file), from).trim();
  if (key === undefined) return null;
  if (!/^[!-~]+$/.test(key)) throw usageError(`${from} must hold one API key and nothing else.`);
  return key;
}

function contentOf(path: string, from: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`${from} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** An empty variable is how many tools say "not set". */
export function set(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
