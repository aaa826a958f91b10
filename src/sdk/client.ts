import {
  CancelTaskDocument,
  SubmitTaskDocument,
  TaskLifecycleDocument,
  type SubmitTaskInput,
  type TaskEventFilter,
  type TaskType,
  type TypedDocumentString,
} from '../generated/graphql.js';
import type { DocumentText, NoVariables } from './document-text.js';
import { held, type Contract, type PayloadOf, type ResultOf } from './contract.js';
import { EventStreams } from './event-streams.js';
import type { Connection } from './connection.js';
import { HttpCalls, type CallOptions, type SafeCallOptions } from './http-calls.js';
import { freshKey } from './fresh-key.js';
import { TaskHandle, type Lines } from './task-handle.js';
import type { TaskEvent } from './task-outcome.js';

export { ContractError, type Contract, type PayloadOf, type ResultOf, type Schema } from './contract.js';
export { PoolError, type PoolErrorCode, type PoolErrorDetails } from './pool-error.js';
export type { Connection, ConnectionState, ConnectionStatus } from './connection.js';
export type { DocumentText } from './document-text.js';
export type { CallOptions, SafeCallOptions } from './http-calls.js';
export type { TaskHandle } from './task-handle.js';
export { TaskCancelledError, TaskFailedError, type TaskEvent, type TaskFailure } from './task-outcome.js';

/** Where the pool is, and what its tasks are made of. */
export interface ClientOptions<C extends Contract> {
  /** Address of the server, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Default: `default`. */
  readonly pool?: string;
  /** The value of the header of that name, such as `Bearer ...`, for HTTP and the socket alike. */
  readonly authorization?: string;
  /** Schemas of payloads and results by task type. They are checked on this side, before sending and after receiving. */
  readonly contract?: C;
  /** How long a safe call is tried again while the server is away, in milliseconds. Default: 30,000. */
  readonly retryForMs?: number;
  /** The constructor of a WebSocket, where the platform has none. */
  readonly webSocket?: unknown;
}

/** What goes with a task beside its type and payload; see `SubmitTaskInput` of the schema. */
export type SubmitOptions = CallOptions &
  Partial<
    Pick<
      SubmitTaskInput,
      'idempotencyKey' | 'maxAttempts' | 'preferredAgentId' | 'priority' | 'requiredSkills' | 'timeoutMs'
    >
  >;

const RETRY_FOR_MS = 30_000;

/** A client of one pool. Nothing is connected before the first call. */
export function createClient<const C extends Contract = Contract>(options: ClientOptions<C>): PoolClient<C> {
  return new PoolClient(options);
}

/** Submits tasks to one pool and watches them; made by `createClient`. */
export class PoolClient<C extends Contract = Contract> {
  readonly #lines: Lines;
  /** What it was made with. */
  readonly contract: C;

  constructor({ url, pool = 'default', authorization, contract, retryForMs, webSocket }: ClientOptions<C>) {
    const address = `${url.replace(/\/+$/, '')}/graphql`;
    const headers: Readonly<Record<string, string>> = authorization === undefined ? {} : { authorization };
    this.#lines = {
      pool,
      calls: new HttpCalls(address, headers, retryForMs ?? RETRY_FOR_MS),
      streams: new EventStreams(address.replace(/^http/, 'ws'), headers, webSocket),
    };
    this.contract = contract ?? ({} as C);
  }

  /**
   * Resolves when the pool has the task for good. Every submission has an idempotency key, a fresh one if none is given, so that
   * trying again never makes a second task. Rejects with a `ContractError` or a `PoolError`; QUEUE_FULL is for the caller to
   * wait out (`details.retryAfterMs`).
   */
  async submit<Type extends TaskType>(
    type: Type,
    payload: PayloadOf<C, Type>,
    { signal, idempotencyKey, ...rest }: SubmitOptions = {},
  ): Promise<TaskHandle<ResultOf<C, Type>>> {
    const schemas = this.#schemasOf(type);
    await held(schemas?.payload, payload, 'The payload');
    const input: SubmitTaskInput = {
      ...rest,
      pool: this.#lines.pool,
      type,
      // As it was given: what the schema makes of it is for the worker, who checks it with the same schema.
      payload: payload as Readonly<Record<string, unknown>>,
      idempotencyKey: idempotencyKey ?? freshKey(),
    };
    const { submitTask } = await this.#lines.calls.safely(SubmitTaskDocument, { input }, { signal });
    // A task that was known may have ended before the cursor of this call.
    const after = submitTask.replayed ? null : submitTask.cursor;
    return new TaskHandle(this.#lines, submitTask.task.id, after, schemas?.result);
  }

  /** A handle of a task that is there already; whether it is shows with the first call on it. */
  task<Type extends TaskType = TaskType>(id: string, type?: Type): TaskHandle<ResultOf<C, Type>> {
    return new TaskHandle(this.#lines, id, null, type === undefined ? undefined : this.#schemasOf(type)?.result);
  }

  /** Calls a task off. Tried once: when no answer came, `result()` of its handle tells what became of it. */
  async cancel(taskId: string, { reason, signal }: CallOptions & { readonly reason?: string } = {}): Promise<void> {
    const input = { taskId, ...(reason !== undefined && { reason }) };
    await this.#lines.calls.once(CancelTaskDocument, { input }, { signal });
  }

  /** What happens to the tasks of the pool from behind `after` on, or from now on; goes on over lost connections. */
  events({
    filter,
    after,
    signal,
  }: CallOptions & { readonly filter?: TaskEventFilter; readonly after?: string } = {}): AsyncGenerator<
    TaskEvent,
    void,
    undefined
  > {
    const { pool, streams } = this.#lines;
    const variables = { pool, filter: filter ?? null, after: after ?? null };
    return streams.resuming(TaskLifecycleDocument, variables, (data): TaskEvent => data.taskLifecycle, signal);
  }

  /**
   * The answer to a document, such as those of `coordination-pool/documents`. Queries are tried again while the server is away, for
   * `retryForMs`; a document that has a mutation is sent once. Rejects with a `PoolError`, or with the reason of the signal.
   */
  async request<Data, Variables extends object>(
    document: DocumentText<Data, Variables>,
    ...[variables, options]: NoVariables<Variables, SafeCallOptions>
  ): Promise<Data> {
    const text = document.toString() as TypedDocumentString<Data, Variables>;
    const { calls } = this.#lines;
    // Rather one try too few than a mutation made twice: the word may stand in a name.
    return /\bmutation\b/.test(text)
      ? calls.once(text, (variables ?? {}) as Variables, options)
      : calls.safely(text, (variables ?? {}) as Variables, options);
  }

  /**
   * What a subscription gives, answer by answer. It goes on over lost connections, behind the last cursor that it gave; what has no
   * cursor, such as a gauge, is subscribed again. A gap shows as `missedBefore` of the event behind it, a place that is gone as a
   * `PoolError` with the code CURSOR_EXPIRED.
   */
  subscribe<Data, Variables extends object>(
    document: DocumentText<Data, Variables>,
    ...[variables, options = {}]: NoVariables<Variables, CallOptions & { readonly after?: string | null | undefined }>
  ): AsyncGenerator<Data, void, undefined> {
    const { after, signal } = options;
    const text = document.toString() as TypedDocumentString<Data, Variables>;
    const given = { ...variables, ...(after != null && { after }) } as Variables;
    return this.#lines.streams.following(text, given, signal);
  }

  /** Name of its pool. */
  get pool(): string {
    return this.#lines.pool;
  }

  /** How the socket of its streams is. */
  get connection(): Connection {
    return this.#lines.streams.connection;
  }

  /** Closes the socket; streams that are still read end. */
  async close(): Promise<void> {
    await this.#lines.streams.dispose();
  }

  #schemasOf(type: TaskType): Contract[TaskType] {
    return (this.contract as Contract)[type];
  }
}
