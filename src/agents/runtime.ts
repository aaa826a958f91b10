import type { TaskType } from '../core/task-type.js';
import type { EpochMs } from '../core/time.js';

/** The ids of one life of an agent: new ones with every fresh process after a crash. */
export interface AgentLife {
  readonly agentId: string;
  readonly name: string;
  readonly contextWindowId: string;
  readonly toolSessionId: string;
  readonly memoryHandleId: string;
}

/** One attempt as an agent is given it. `deadlineAtMs` is null where the task has no timeout. */
export interface AttemptWork {
  readonly leaseToken: string;
  readonly taskId: string;
  readonly type: TaskType;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  readonly deadlineAtMs: EpochMs | null;
  readonly traceId: string | null;
  readonly traceparent: string | null;
}

/** A task's failure as plain data. */
export interface AttemptFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/**
 * Measured from outside the process and, where it says so itself, from inside; null where unknown.
 * Usage is 0 to 1, of all processes of the agent: memory of its limit (resident sets), CPU of one core, capped at 1.
 */
export interface AgentMeasurement {
  readonly memoryUsage: number | null;
  readonly cpuUsage: number | null;
  readonly heapUsedBytes: number | null;
  readonly lastHeartbeatAtMs: EpochMs | null;
}

/** What a running agent showed when its isolation was checked; null where it did not answer. */
export interface IsolationEvidence {
  readonly agentId: string;
  readonly processId: number | null;
  readonly workDir: string | null;
  readonly contextWindowId: string | null;
  readonly toolSessionId: string | null;
  readonly memoryHandleId: string | null;
  /** The canaries this agent could read, by the id of the agent that stored them. Isolated: only its own. */
  readonly readableCanaries: readonly string[];
}

/**
 * Runs PROCESS agents: one child process each. Calls never throw and never block; what happens is
 * reported. Of an agent that it does not know it says nothing.
 */
export interface AgentRuntime {
  /** Starts a process for this life. One still running under the same agent id is ended first, and the fresh one starts only when it is gone. */
  startAgent(life: AgentLife): void;
  /** Ends the process (asks, then kills after `graceMs`) and forgets it. With `forget` its context, memory and tool folders are deleted. No exit is reported. */
  stopAgent(agentId: string, graceMs: number, forget: boolean): void;
  startAttempt(agentId: string, work: AttemptWork): void;
  /** Asks the code to stop; kills the process when it has not within the runtime's cancel grace. Ends in `onReleased` or `onExited`. */
  cancelAttempt(agentId: string, leaseToken: string, reason: string): void;
  measure(agentId: string): AgentMeasurement | null;
  /** Asks every running agent, at most `timeoutMs`. */
  checkIsolation(timeoutMs: number): Promise<readonly IsolationEvidence[]>;
  /** Ends every process, asks first; resolves when all are gone. Folders are kept. */
  close(graceMs: number): Promise<void>;
}

/** What a runtime reports. Called on a later turn of the event loop than the call that caused it. */
export interface AgentReports {
  /** The process has loaded its handlers and takes work. */
  onReady(agentId: string): void;
  onStarted(agentId: string, leaseToken: string): void;
  /** At most 10 a second per attempt; the newest wins. `fraction` is in [0, 1]. */
  onProgressed(agentId: string, leaseToken: string, fraction: number, note: string | null): void;
  onCompleted(agentId: string, leaseToken: string, result: unknown): void;
  onFailed(agentId: string, leaseToken: string, failure: AttemptFailure): void;
  /** The code of a cancelled attempt has really stopped. */
  onReleased(agentId: string, leaseToken: string): void;
  /** The process ended without being told to (or was killed for `reason`: memory, processes, ignored cancel, silence, protocol, not ready in time). */
  onExited(agentId: string, reason: string): void;
  /** A line for the log, from the agent's `ctx.log` or its standard error; never payloads. */
  onLog(agentId: string, leaseToken: string | null, level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}
