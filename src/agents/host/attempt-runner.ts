import type { InputLimits } from '../../core/input-limits.js';
import { thrownAsData, type Thrown } from '../../lib/thrown.js';
import type { AgentLog } from '../agent-log.js';
import { MAX_CODE_LENGTH, type RunMessage } from '../protocol.js';
import { ProgressThrottle } from '../progress-throttle.js';
import type { Send } from './channel.js';
import type { FileContextWindow } from './context-window.js';
import type { HandlerContext, HandlerLog, ProcessMeasurement } from './define-handlers.js';
import type { HandlerTable } from './load-handlers.js';
import type { FileMemory } from './memory-store.js';

/** What is the agent's own, from task to task. */
export interface AgentBelongings {
  readonly limits: Pick<InputLimits, 'maxResultBytes' | 'maxReasonLength'>;
  readonly agent: HandlerContext['agent'];
  readonly log: AgentLog;
  readonly tools: HandlerContext['tools'];
  readonly context: FileContextWindow;
  readonly memory: FileMemory;
}

/** One attempt in the agent's process. */
export class RunningAttempt {
  readonly lease: string;
  readonly #abort = new AbortController();

  constructor(lease: string) {
    this.lease = lease;
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  cancel(reason: string): void {
    this.#abort.abort(new DOMException(reason, 'AbortError'));
  }
}

/** Runs the handler and says how it ended. Never rejects. */
export async function runAttempt(
  attempt: RunningAttempt,
  run: RunMessage,
  handlers: HandlerTable,
  belongings: AgentBelongings,
  send: Send,
): Promise<void> {
  const { lease, signal } = attempt;
  const handler = handlers.get(run.task.type);
  if (handler === undefined) {
    send({ type: 'failed', lease, code: 'NO_HANDLER', message: `no handler takes ${run.task.type}`, retryable: false });
    return;
  }
  send({ type: 'started', lease });
  const progress = new ProgressThrottle(({ fraction, note }) => {
    send({ type: 'progress', lease, fraction, note });
  });
  try {
    const result: unknown = await handler(run.task, handlerContext(run, signal, belongings, send, progress));
    // Before the end is said: the next task, or the next process, finds what this one kept.
    await belongings.memory.settled();
    if (signal.aborted) send({ type: 'released', lease });
    else sendResult(lease, result, belongings.limits, send);
  } catch (error) {
    if (signal.aborted) send({ type: 'released', lease });
    else send({ type: 'failed', lease, ...failureOf(error, belongings.limits) });
  } finally {
    progress.stop();
  }
}

function failureOf(thrown: unknown, { maxReasonLength }: Pick<InputLimits, 'maxReasonLength'>): Thrown {
  return thrownAsData(thrown, { code: MAX_CODE_LENGTH, message: maxReasonLength });
}

function sendResult(
  lease: string,
  result: unknown,
  { maxResultBytes, maxReasonLength }: AgentBelongings['limits'],
  send: Send,
): void {
  let bytes: number;
  try {
    // In brackets, because alone a function or undefined would give no text at all; so they are null.
    bytes = Buffer.byteLength(JSON.stringify([result])) - 2;
  } catch (error) {
    send({
      type: 'failed',
      lease,
      code: 'RESULT_NOT_JSON',
      message: failureOf(error, { maxReasonLength }).message,
      retryable: false,
    });
    return;
  }
  if (bytes <= maxResultBytes) {
    send({ type: 'completed', lease, result });
    return;
  }
  // Said here too: a much larger line would cost the process, not only the attempt.
  const message = `the result has ${bytes} bytes, more than ${maxResultBytes}`;
  send({ type: 'failed', lease, code: 'PAYLOAD_TOO_LARGE', message, retryable: false });
}

function handlerContext(
  run: RunMessage,
  signal: AbortSignal,
  { agent, log, tools, context, memory }: AgentBelongings,
  send: Send,
  progress: ProgressThrottle,
): HandlerContext {
  return {
    agent,
    signal,
    attempt: run.attempt,
    deadline: run.deadlineAtMs === null ? null : new Date(run.deadlineAtMs),
    trace: { traceId: run.traceId, traceparent: run.traceparent },
    log: handlerLog(run.lease, log),
    context,
    memory,
    tools,
    progress: (fraction, note) => {
      if (!Number.isFinite(fraction)) throw new TypeError('the fraction of a progress is a finite number');
      if (!signal.aborted) progress.push({ fraction: Math.min(1, Math.max(0, fraction)), note: note ?? null });
    },
    measure: measureProcess,
  };
}

function handlerLog(lease: string, log: AgentLog): HandlerLog {
  const at =
    (level: keyof HandlerLog) =>
    (message: string): void => {
      log.line(lease, level, message);
    };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

export function measureProcess(): ProcessMeasurement {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    memoryBytes: rss,
    heapUsedBytes: heapUsed,
    cpuMs: (user + system) / 1_000,
    uptimeMs: Math.round(process.uptime() * 1_000),
  };
}
