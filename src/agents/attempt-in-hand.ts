import { cutText } from './agent-log.js';
import type { ProcessConfig } from './process-config.js';
import { ProgressThrottle } from './progress-throttle.js';
import {
  MAX_CODE_LENGTH,
  MAX_RESULT_DEPTH,
  MAX_RETRY_AFTER_MS,
  type FailureMessage,
  type RunMessage,
} from './protocol.js';
import type { AttemptFailure, AttemptWork } from './runtime.js';

type AttemptSettings = Pick<ProcessConfig, 'reports' | 'maxResultBytes' | 'maxReasonLength' | 'alarm'>;

/** The one attempt an agent has, from `startAttempt` to its end, and what of it is reported. */
export class AttemptInHand {
  readonly work: AttemptWork;
  readonly #agentId: string;
  readonly #settings: AttemptSettings;
  readonly #throttle: ProgressThrottle;
  #stopWaiting: (() => void) | null = null;
  #hasStarted = false;

  constructor(agentId: string, work: AttemptWork, settings: AttemptSettings) {
    this.#agentId = agentId;
    this.work = work;
    this.#settings = settings;
    this.#throttle = new ProgressThrottle(({ fraction, note }) => {
      settings.reports.onProgressed(agentId, work.leaseToken, fraction, note);
    });
  }

  get cancelled(): boolean {
    return this.#stopWaiting !== null;
  }

  /** From now on any end is a release, and where none comes within `graceMs`, `onIgnored` is called. */
  cancel(graceMs: number, onIgnored: () => void): void {
    this.#throttle.stop();
    this.#stopWaiting ??= this.#settings.alarm(graceMs, onIgnored);
  }

  /** Whether the agent has said that the attempt's code runs. */
  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** Said again, it means nothing. */
  started(): void {
    if (this.#hasStarted) return;
    this.#hasStarted = true;
    if (!this.cancelled) this.#settings.reports.onStarted(this.#agentId, this.work.leaseToken);
  }

  progressed(fraction: number, note: string | null): void {
    if (this.cancelled) return;
    this.#throttle.push({
      fraction: Math.min(1, Math.max(0, fraction)),
      note: note === null ? null : cutText(note, this.#settings.maxReasonLength),
    });
  }

  completed(result: unknown, lineBytes: number): void {
    const refusal = resultRefusal(result, lineBytes, this.#settings.maxResultBytes);
    if (refusal !== null) this.failed({ code: 'PAYLOAD_TOO_LARGE', message: refusal, retryable: false });
    else if (this.cancelled) this.released();
    else {
      this.close();
      this.#settings.reports.onCompleted(this.#agentId, this.work.leaseToken, result ?? null);
    }
  }

  failed(failure: FailureMessage): void {
    if (this.cancelled) {
      this.released();
      return;
    }
    this.close();
    this.#settings.reports.onFailed(
      this.#agentId,
      this.work.leaseToken,
      boundedFailure(failure, this.#settings.maxReasonLength),
    );
  }

  released(): void {
    if (!this.cancelled) {
      this.failed({ code: 'RELEASED', message: 'the agent gave the attempt back without being asked to' });
      return;
    }
    this.close();
    this.#settings.reports.onReleased(this.#agentId, this.work.leaseToken);
  }

  /** No timer of it rings any more. */
  close(): void {
    this.#throttle.stop();
    this.#stopWaiting?.();
  }
}

export function runMessage(work: AttemptWork): RunMessage {
  return {
    type: 'run',
    lease: work.leaseToken,
    attempt: work.attempt,
    deadlineAtMs: work.deadlineAtMs,
    traceId: work.traceId,
    traceparent: work.traceparent,
    task: { id: work.taskId, type: work.type, payload: work.payload },
  };
}

/** Why a result cannot be taken, null where it can. */
function resultRefusal(result: unknown, lineBytes: number, maxBytes: number): string | null {
  if (deeperThan(result, MAX_RESULT_DEPTH)) return `the result is nested more than ${MAX_RESULT_DEPTH} deep`;
  // Written anew, a value can grow (1e20 has 21 digits then), but not eightfold.
  if (lineBytes <= maxBytes / 8) return null;
  const bytes = Buffer.byteLength(JSON.stringify(result ?? null));
  return bytes <= maxBytes ? null : `the result has ${bytes} bytes, more than ${maxBytes}`;
}

function deeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((part) => deeperThan(part, levels - 1));
}

function boundedFailure(failure: FailureMessage, maxLength: number): AttemptFailure {
  return {
    code: cutText(failure.code, MAX_CODE_LENGTH),
    message: cutText(failure.message, maxLength),
    retryable: failure.retryable ?? true,
    retryAfterMs: failure.retryAfterMs == null ? null : Math.min(failure.retryAfterMs, MAX_RETRY_AFTER_MS),
  };
}
