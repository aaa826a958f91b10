import type { TaskType } from '../../core/task-type.js';

/** The task as its handler sees it. */
export interface TaskInput<Payload = Readonly<Record<string, unknown>>, Type extends TaskType = TaskType> {
  readonly id: string;
  readonly type: Type;
  readonly payload: Payload;
}

/**
 * Does one attempt of a task. What it returns must be JSON of at most 256 KiB by default and becomes the task's
 * result. What it throws becomes the attempt's failure: `code` (a string; else the error's name),
 * `message`, `retryable` (false: no further attempt) and `retryAfterMs` are read from the error.
 */
export type Handler<Payload = Readonly<Record<string, unknown>>, Type extends TaskType = TaskType> = (
  task: TaskInput<Payload, Type>,
  ctx: HandlerContext,
) => unknown;

/** Handlers by task type. `Payloads` names the payload of types that have a known one; the server does not check it. */
export type Handlers<Payloads extends PayloadTypes = UnknownPayloads> = {
  readonly [Type in TaskType]?: Handler<
    Type extends keyof Payloads ? NonNullable<Payloads[Type]> : Readonly<Record<string, unknown>>,
    Type
  >;
};

/** For `defineHandlers<{ RESEARCH: { query: string } }>({ ... })`. */
export type PayloadTypes = { readonly [Type in TaskType]?: object };
/** Any object for every type: what holds where no payloads are named. */
export type UnknownPayloads = { readonly [Type in TaskType]?: Readonly<Record<string, unknown>> };

/** Only adds types: a plain object as the default export of the handlers module works too. */
export function defineHandlers<Payloads extends PayloadTypes = UnknownPayloads>(
  handlers: Handlers<Payloads>,
): Handlers<Payloads> {
  return handlers;
}

/**
 * What an attempt is given beside its task. `agent`, `context`, `memory` and `tools` are the agent's
 * own: they last from task to task and over a restart of the server, no other agent sees them, and
 * they end when the agent is replaced after a failure or leaves the pool.
 */
export interface HandlerContext {
  readonly agent: { readonly id: string; readonly name: string };
  /** Aborted when the attempt is cancelled or the agent is to end. Stop soon: the process is killed after a grace. */
  readonly signal: AbortSignal;
  /** Counts from 1. */
  readonly attempt: number;
  /** When the attempt will be timed out, null where it will not. */
  readonly deadline: Date | null;
  readonly trace: { readonly traceId: string | null; readonly traceparent: string | null };
  readonly log: HandlerLog;
  readonly context: ConversationWindow;
  readonly memory: AgentMemory;
  readonly tools: {
    readonly sessionId: string;
    /** Absolute; the process's working folder. */
    readonly workDir: string;
  };
  /** `fraction` is cut to 0 to 1. At most ten a second are passed on, the newest wins. */
  progress(fraction: number, note?: string): void;
  /** This process, measured now. */
  measure(): ProcessMeasurement;
}

/** Lines of at most 2,000 characters in the server's log, with the task's ids. No payloads, no secrets. */
export interface HandlerLog {
  /** Shown with `--log-level debug`. */
  debug(message: string): void;
  /** What went as it should. */
  info(message: string): void;
  /** What somebody may want to look into. */
  warn(message: string): void;
  /** What went wrong. */
  error(message: string): void;
}

/** One message of a conversation, as language models have them. */
export interface ConversationMessage {
  readonly role: string;
  readonly content: string;
}

/** The agent's conversation, on disk as soon as `append` returns. Over its limit the oldest messages are dropped. */
export interface ConversationWindow {
  /** Oldest first. */
  readonly messages: readonly ConversationMessage[];
  /** An estimate: a quarter of the UTF-8 bytes of `content`, rounded up, and 4 more, for each message. */
  readonly tokens: number;
  /** `tokens` never exceeds it. */
  readonly limit: number;
  /** Throws where the message alone is over the limit. */
  append(message: ConversationMessage): void;
  /** Forgets all messages, on disk too. */
  clear(): void;
}

/** The agent's long-term memory: JSON values on disk, each written as a whole or not at all. */
export interface AgentMemory {
  /** Undefined where nothing is kept under `key`. */
  get(key: string): Promise<unknown>;
  /** `key`: 1 to 256 characters. `value`: JSON of at most 1 MiB; undefined deletes. At most 10,000 keys. */
  set(key: string, value: unknown): Promise<void>;
  /** Whether there was something. */
  delete(key: string): Promise<boolean>;
  /** Sorted. */
  keys(): Promise<readonly string[]>;
}

/** What the process of the agent takes. */
export interface ProcessMeasurement {
  /** Resident set. */
  readonly memoryBytes: number;
  readonly heapUsedBytes: number;
  /** User and system time since the process started. */
  readonly cpuMs: number;
  readonly uptimeMs: number;
}
