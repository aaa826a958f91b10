import type { AgentState } from '../core/agent.js';
import type { DependencyState } from '../core/dependency.js';
import type { Moment } from '../core/evolve.js';
import type { TaskState, TaskWait } from '../core/task.js';

/** Measurements of an agent; null where it cannot be measured. Usage is 0 to 1. */
export interface AgentGauges {
  readonly memoryUsage: number | null;
  readonly cpuUsage: number | null;
  readonly heapUsedBytes: number | null;
  readonly lastHeartbeatAtMs: number | null;
}

export interface DependencyGauges {
  readonly waitingTasks: number;
  readonly lastCheckedAtMs: number | null;
  readonly lastError: string | null;
  readonly nextCheckAtMs: number | null;
}

/**
 * What stands around a task, an agent or a dependency that is shown: the pool as it is now, or one
 * moment of its log, which never changes.
 */
export interface Around {
  readonly pool: string;
  /** Names the log, for cursors. */
  readonly logId: string;
  agent(id: string): AgentState | null;
  task(id: string): TaskState | null;
  wait(task: TaskState): TaskWait | null;
  agentGauges(agent: AgentState): AgentGauges;
  dependencyGauges(dependency: DependencyState): DependencyGauges;
  /** The moments of a task, oldest first, as far as they are retained. */
  history(task: TaskState): readonly Moment[];
  /** What stood around at another moment of the same log. */
  at(moment: Moment): Around;
}
