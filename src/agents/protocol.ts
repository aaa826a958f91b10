import type { TaskType } from '../core/task-type.js';
import type { EpochMs } from '../core/time.js';

/**
 * What the server and a process agent say to each other: one JSON object per line, UTF-8, the
 * server's on the agent's standard input, the agent's on its standard output. Each side ignores
 * message types and fields it does not know. `docs/agent-protocol.md` is the same for people who
 * write an agent in another language; change both, and the number when an old agent would break.
 */
export const PROTOCOL_VERSION = 1;

/** An agent's results may be nested this deep; deeper ones would break whoever walks them. */
export const MAX_RESULT_DEPTH = 100;
export const MAX_CODE_LENGTH = 100;
/** A line for the log; what is said of an attempt is bounded by `maxReasonLength`. */
export const MAX_LINE_LENGTH = 2_000;
/** A day. A longer wait that an agent asks for is cut to it. */
export const MAX_RETRY_AFTER_MS = 86_400_000;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** First, once. */
export interface InitMessage {
  readonly type: 'init';
  readonly protocol: number;
  readonly agent: { readonly id: string; readonly name: string };
  readonly contextWindowId: string;
  readonly toolSessionId: string;
  readonly memoryHandleId: string;
  /** Absolute; exists, and is the process's working folder. Its own until the life ends. */
  readonly workDir: string;
  /** Absolute; the folder exists. For the agent's long-term memory, in any form it likes. */
  readonly memoryDir: string;
  /** Absolute; the file need not exist yet. For the agent's conversation, in any form it likes. */
  readonly contextFile: string;
  readonly contextLimitTokens: number;
  /** How often the agent should say `health`. */
  readonly healthIntervalMs: number;
  /**
   * Of a result, as JSON in UTF-8. A larger one fails its attempt with `PAYLOAD_TOO_LARGE`. This and the next: servers before
   * them do not say it, and mean the default.
   */
  readonly maxResultBytes?: number;
  /** Of the message of a failure and of the note of a progress, in characters. What is longer is cut. */
  readonly maxReasonLength?: number;
}

/** Only after `ready`, and only when the last attempt has ended: an agent never has two. */
export interface RunMessage {
  readonly type: 'run';
  readonly lease: string;
  readonly attempt: number;
  readonly deadlineAtMs: EpochMs | null;
  readonly traceId: string | null;
  readonly traceparent: string | null;
  readonly task: {
    readonly id: string;
    readonly type: TaskType;
    readonly payload: Readonly<Record<string, unknown>>;
  };
}

export type ServerMessage =
  | InitMessage
  | RunMessage
  /** Stop that attempt's code and say `released`. Of another lease than the one in hand: nothing to do. */
  | { readonly type: 'cancel'; readonly lease: string; readonly reason: string }
  /** Stop what runs, then exit. */
  | { readonly type: 'shutdown' }
  /** Keep `value` under `key` in the agent's memory and context, where its own code does not see it. */
  | { readonly type: 'canary.store'; readonly check: string; readonly key: string; readonly value: string }
  /** Which of these keys can be read from the agent's memory or context, on disk as in process. */
  | { readonly type: 'canary.read'; readonly check: string; readonly keys: readonly string[] };

export type AgentMessage =
  /** Handlers are loaded: `run` may come. */
  | { readonly type: 'ready'; readonly protocol: number }
  | { readonly type: 'started'; readonly lease: string }
  | {
      readonly type: 'progress';
      readonly lease: string;
      readonly fraction: number;
      readonly note?: string | null | undefined;
    }
  | { readonly type: 'completed'; readonly lease: string; readonly result?: unknown }
  | ({ readonly type: 'failed'; readonly lease: string } & FailureMessage)
  /** The code of a cancelled attempt has stopped. `completed` and `failed` of a cancelled attempt mean the same. */
  | { readonly type: 'released'; readonly lease: string }
  | {
      readonly type: 'log';
      readonly level: LogLevel;
      readonly message: string;
      readonly lease?: string | null | undefined;
    }
  /** A sign of life (as any message is), with what only the process itself can measure. */
  | { readonly type: 'health'; readonly heapUsedBytes?: number | null | undefined }
  | { readonly type: 'canary.stored'; readonly check: string }
  | CanariesMessage;

export interface FailureMessage {
  readonly code: string;
  readonly message: string;
  /** True where it is not said. */
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | null | undefined;
}

export interface CanariesMessage {
  readonly type: 'canary.found';
  readonly check: string;
  readonly found: readonly { readonly key: string; readonly value: string }[];
  readonly workDir?: string | null | undefined;
  readonly contextWindowId?: string | null | undefined;
  readonly toolSessionId?: string | null | undefined;
  readonly memoryHandleId?: string | null | undefined;
}
