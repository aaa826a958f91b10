import type { AgentReports, AgentRuntime } from '../agents/runtime.js';
import { attemptTraceparent } from '../core/attempt-trace.js';
import type { Command } from '../core/command.js';
import type { Moment } from '../core/evolve.js';
import type { Effect } from '../core/react.js';
import { currentAttempt } from '../core/task.js';
import type { EpochMs } from '../core/time.js';

/** Carries effects to the agents that run in processes. */
export class Dispatcher {
  readonly #runtime: AgentRuntime;

  constructor(runtime: AgentRuntime) {
    this.#runtime = runtime;
  }

  perform(effect: Effect): void {
    switch (effect.type) {
      case 'StartAgent': {
        const { id, name, contextWindowId, toolSessionId, memoryHandleId } = effect.agent;
        this.#runtime.startAgent({ agentId: id, name, contextWindowId, toolSessionId, memoryHandleId });
        return;
      }
      case 'StopAgent':
        this.#runtime.stopAgent(effect.agentId, effect.graceMs, effect.forget);
        return;
      case 'StartAttempt':
        this.#start(effect.moment);
        return;
      case 'CancelAttempt':
        this.#runtime.cancelAttempt(effect.agentId, effect.leaseToken, effect.reason);
    }
  }

  #start({ task, agent }: Moment): void {
    const attempt = task === null ? null : currentAttempt(task);
    if (task === null || agent === null || attempt === null) return;
    this.#runtime.startAttempt(agent.id, {
      leaseToken: attempt.leaseToken,
      taskId: task.id,
      type: task.type,
      payload: task.payload,
      attempt: attempt.number,
      deadlineAtMs: deadlineOf(task.timeoutMs, attempt.assignedAtMs),
      traceId: task.traceId,
      traceparent: attemptTraceparent(task, attempt.number),
    });
  }
}

function deadlineOf(timeoutMs: number | null, assignedAtMs: EpochMs): EpochMs | null {
  return timeoutMs === null ? null : assignedAtMs + timeoutMs;
}

/** What agents report, as commands to the pool that has the agent. `tell` must not throw. */
export function reportsTo(tell: (agentId: string, command: Command) => void, log: AgentReports['onLog']): AgentReports {
  return {
    onReady: (agentId) => {
      tell(agentId, { type: 'ReportReady', agentId });
    },
    onStarted: (agentId, leaseToken) => {
      tell(agentId, { type: 'ReportStarted', agentId, leaseToken });
    },
    onProgressed: (agentId, leaseToken, fraction, note) => {
      tell(agentId, { type: 'ReportProgress', agentId, leaseToken, fraction, note });
    },
    onCompleted: (agentId, leaseToken, result) => {
      tell(agentId, { type: 'ReportCompleted', agentId, leaseToken, result });
    },
    onFailed: (agentId, leaseToken, failure) => {
      tell(agentId, { type: 'ReportFailed', agentId, leaseToken, failure });
    },
    onReleased: (agentId, leaseToken) => {
      tell(agentId, { type: 'ReportReleased', agentId, leaseToken });
    },
    onExited: (agentId, reason) => {
      tell(agentId, { type: 'ReportExit', agentId, reason });
    },
    onLog: log,
  };
}
