import type { AgentState } from '../core/agent.js';
import type { DependencyState } from '../core/dependency.js';
import type { Moment } from '../core/evolve.js';
import type { TaskState, TaskWait } from '../core/task.js';
import type { Coordinator } from '../engine/coordinator.js';
import type { Pool } from '../engine/pool.js';
import type { AgentGauges, Around, DependencyGauges } from './around.js';
import { MomentAround } from './moment-around.js';
import type { RemoteGauges } from './remote-gauges.js';

/** The pool as it is when it is asked. */
export class LiveAround implements Around {
  readonly #coordinator: Coordinator;
  readonly #pool: Pool;
  readonly #remote: RemoteGauges;

  constructor(coordinator: Coordinator, pool: Pool, remote: RemoteGauges) {
    this.#coordinator = coordinator;
    this.#pool = pool;
    this.#remote = remote;
  }

  get pool(): string {
    return this.#pool.name;
  }

  get logId(): string {
    return this.#pool.logId;
  }

  agent(id: string): AgentState | null {
    return this.#pool.view.agents.get(id) ?? null;
  }

  task(id: string): TaskState | null {
    return this.#pool.view.tasks.get(id) ?? null;
  }

  /** Of a version that is not the newest: what it waited for by then. */
  wait(task: TaskState): TaskWait | null {
    const { view } = this.#pool;
    return view.tasks.get(task.id) === task ? view.wait(task) : task.wait;
  }

  agentGauges({ id, kind, lastHeartbeatAtMs }: AgentState): AgentGauges {
    if (kind === 'REMOTE') return { ...this.#remote.of(id), heapUsedBytes: null, lastHeartbeatAtMs };
    return (
      this.#coordinator.measure(id) ?? { memoryUsage: null, cpuUsage: null, heapUsedBytes: null, lastHeartbeatAtMs }
    );
  }

  dependencyGauges({ name, status, error, gatedTypes }: DependencyState): DependencyGauges {
    const probe = this.#coordinator.probeStatus(name);
    return {
      waitingTasks: status === 'DOWN' ? this.#pool.view.waitingTasks(gatedTypes) : 0,
      lastCheckedAtMs: probe?.lastCheckedAtMs ?? null,
      lastError: probe?.lastError ?? error,
      nextCheckAtMs: probe?.nextCheckAtMs ?? null,
    };
  }

  history(task: TaskState): readonly Moment[] {
    const { view } = this.#pool;
    return view.moments(task.id, { pool: view.pool, degraded: view.degraded });
  }

  at(moment: Moment): Around {
    return new MomentAround(this.#pool, moment);
  }
}
