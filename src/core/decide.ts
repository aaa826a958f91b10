import type { Command } from './command.js';
import { decideAgent } from './decide-agent.js';
import { decideDependency } from './decide-dependency.js';
import { decidePool } from './decide-pool.js';
import { decideTask } from './decide-task.js';
import type { CoreEvent } from './event.js';
import type { Rejection } from './rejection.js';
import type { PoolState } from './state.js';
import type { Stamp } from './stamp.js';
import type { TaskState } from './task.js';

/**
 * What a command leads to. `answer` is what no record tells: the leases a heartbeat must stop, the
 * task an idempotency key stands for.
 */
export interface Decision {
  readonly events: readonly CoreEvent[];
  readonly answer?: Answer;
  /** A refusal that still frees the slot of the one who was refused; everything else throws. */
  readonly rejection?: Rejection;
}

export interface Answer {
  readonly taskId?: string;
  readonly agentId?: string;
  readonly replayedOf?: TaskState;
  readonly cancel?: readonly string[];
  readonly drain?: boolean;
}

/**
 * Decides one command against `state`, which it does not change. Throws a `Rejection` where it is
 * refused. What follows from the events (assignments, announcements, ends) is decided by `next`.
 */
export function decide(state: PoolState, command: Command, stamp: Stamp): Decision {
  switch (command.type) {
    case 'SubmitTask':
    case 'StartTask':
    case 'CompleteTask':
    case 'FailTask':
    case 'CancelTask':
    case 'RetryTask':
      return decideTask(state, command, stamp);
    case 'ConfigurePool':
    case 'InitializePool':
    case 'PausePool':
    case 'ResumePool':
    case 'ShutdownPool':
    case 'Recover':
    case 'StopServer':
    case 'InterruptProcesses':
    case 'ResumeWriting':
    case 'CountRefusals':
    case 'Tick':
      return decidePool(state, command, stamp);
    case 'SetDependency':
    case 'ReportDependency':
      return decideDependency(state, command);
    default:
      return decideAgent(state, command, stamp);
  }
}
