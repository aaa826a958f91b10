import type { AgentState } from '../core/agent.js';
import type { DependencyState } from '../core/dependency.js';
import type { Moment } from '../core/evolve.js';
import type { TaskState, TaskWait } from '../core/task.js';
import type { Pool } from '../engine/pool.js';
import type { AgentGauges, Around, DependencyGauges } from './around.js';

/** One moment of the log: what it does not tell is null, so that it looks the same to everyone at any time. */
export class MomentAround implements Around {
  readonly #pool: Pool;
  readonly #moment: Moment;

  constructor(pool: Pool, moment: Moment) {
    this.#pool = pool;
    this.#moment = moment;
  }

  get pool(): string {
    return this.#pool.name;
  }

  get logId(): string {
    return this.#pool.logId;
  }

  agent(id: string): AgentState | null {
    return this.#moment.agent?.id === id ? this.#moment.agent : null;
  }

  task(id: string): TaskState | null {
    return this.#moment.task?.id === id ? this.#moment.task : null;
  }

  wait(task: TaskState): TaskWait | null {
    return task.wait;
  }

  /** Usage is of the present; the log has none. */
  agentGauges({ lastHeartbeatAtMs }: AgentState): AgentGauges {
    return { memoryUsage: null, cpuUsage: null, heapUsedBytes: null, lastHeartbeatAtMs };
  }

  dependencyGauges({ error }: DependencyState): DependencyGauges {
    const { event } = this.#moment.record;
    return {
      waitingTasks: 'waitingTasks' in event ? event.waitingTasks : 0,
      lastCheckedAtMs: null,
      lastError: error,
      nextCheckAtMs: null,
    };
  }

  history(task: TaskState): readonly Moment[] {
    const { record, pool, degraded } = this.#moment;
    const { view } = this.#pool;
    const moments = view.moments(task.id, { pool, degraded });
    return moments.filter((moment) => moment.record.position <= record.position);
  }

  at(moment: Moment): Around {
    return new MomentAround(this.#pool, moment);
  }
}
