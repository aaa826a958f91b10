import type { Command } from '../../src/core/command.js';
import type { Peer } from './network.js';
import type { World } from './world.js';

const DISCOVERY = 'discovery';

/** People and probes: whatever else can be asked of a pool, at any time. */
export class Operator implements Peer {
  readonly name = 'operator';
  cutOff = false;
  readonly #world: World;
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    const { time, random, plan } = this.#world;
    time.at(random.int(0, 2 * plan.operateEveryMs), 'an operator acts', () => {
      if (this.#stopped) return;
      this.#ask(this.#choose());
      this.start();
    });
  }

  /** Sees to it that everything can go on: runs the pool, opens the gate, gives every skill, drives by hand. */
  calm(): void {
    this.#stopped = true;
    const { time, life, checks, plan } = this.#world;
    time.at(400, 'an operator looks after the pool', () => {
      this.calm();
    });
    if (life?.pool == null) return;
    const { view } = life.pool;
    const { phase } = view.pool;
    if (phase === 'paused') this.#ask({ type: 'ResumePool' });
    if (phase === 'stopped' || phase === 'new' || view.agents.size < plan.limits.maxSize)
      this.#ask({ type: 'InitializePool', size: plan.limits.maxSize, kind: 'PROCESS' });
    if (view.dependencies.get(DISCOVERY)?.status === 'DOWN')
      this.#ask({ type: 'SetDependency', name: DISCOVERY, status: 'UP' });
    for (const agent of view.agents.values()) {
      const agentId = agent.id;
      // One whose fresh process is on its way comes back by itself.
      if (agent.phase === 'degraded' && agent.restartAtClockMs !== null) this.#ask({ type: 'RestoreAgent', agentId });
      if (agent.phase !== 'living') continue;
      for (const skill of ['rust', 'sql'])
        if (!agent.verifiedSkills.includes(skill)) this.#ask({ type: 'VerifyAgentSkill', agentId, skill });
      if (agent.taskTypes.length > 0) this.#ask({ type: 'RetireAgent', agentId });
      else if (agent.kind === 'REMOTE' && !agent.connected) this.#ask({ type: 'RetireAgent', agentId });
    }
    for (const agent of checks.state.agents.values()) {
      if (agent.kind === 'REMOTE' && !agent.connected && agent.attempt !== null)
        this.#ask({ type: 'CompleteTask', taskId: agent.attempt.taskId, leaseToken: null, result: 'by hand' });
    }
  }

  #ask(command: Command): void {
    this.#world.network.ask(this, command, () => undefined);
  }

  #choose(): Command {
    const { random, plan } = this.#world;
    const agentId = this.#agentId();
    const taskId = this.#taskId();
    const kinds = {
      hand: 6,
      cancel: 3,
      retry: 3,
      pause: 1,
      resume: 3,
      initialize: 2,
      drain: 0.4,
      now: 0.2,
      down: 2,
      up: 3,
      override: 1,
      fail: 1,
      restore: 1,
      retire: 0.5,
      skill: 1,
      spawn: 0.5,
    };
    switch (random.weighted(kinds)) {
      case 'hand':
        return this.#byHand(taskId);
      case 'cancel':
        return { type: 'CancelTask', taskId, reason: null };
      case 'retry':
        return { type: 'RetryTask', taskId };
      case 'pause':
        return { type: 'PausePool' };
      case 'resume':
        return { type: 'ResumePool' };
      case 'initialize':
        return { type: 'InitializePool', size: plan.size, kind: random.chance(0.8) ? 'PROCESS' : 'REMOTE' };
      case 'drain':
        return { type: 'ShutdownPool', mode: 'DRAIN', timeoutMs: random.int(0, 1_500) };
      case 'now':
        return { type: 'ShutdownPool', mode: 'NOW', timeoutMs: 0 };
      case 'down':
        return { type: 'ReportDependency', name: DISCOVERY, status: 'DOWN', reason: 'does not answer' };
      case 'up':
        return { type: 'ReportDependency', name: DISCOVERY, status: 'UP', reason: 'answers' };
      case 'override':
        return { type: 'SetDependency', name: DISCOVERY, status: random.pick(['UP', 'DOWN', 'AUTO']) };
      case 'fail':
        return { type: 'FailAgent', agentId, reason: null };
      case 'restore':
        return { type: 'RestoreAgent', agentId };
      case 'retire':
        return { type: 'RetireAgent', agentId };
      case 'skill':
        return { type: 'VerifyAgentSkill', agentId, skill: random.pick(['rust', 'sql']) };
      case 'spawn': {
        const sessionTokenHash = 'nobody has it';
        return { type: 'SpawnAgent', kind: 'REMOTE', name: null, taskTypes: [], skills: ['rust'], sessionTokenHash };
      }
    }
  }

  /** Drives an attempt, any attempt, with its lease token or without one. */
  #byHand(anyTaskId: string): Command {
    const { random, checks, faults } = this.#world;
    const busy = [...checks.state.agents.values()].flatMap(({ attempt }) => (attempt === null ? [] : [attempt]));
    const { taskId, leaseToken } =
      busy.length === 0 ? { taskId: anyTaskId, leaseToken: 'lease_none' } : random.pick(busy);
    const token = random.chance(0.2) ? leaseToken : null;
    switch (random.pick(['start', 'complete', 'complete', 'fail'])) {
      case 'start':
        return { type: 'StartTask', taskId, leaseToken: token };
      case 'complete':
        return { type: 'CompleteTask', taskId, leaseToken: token, result: 'by hand' };
      default:
        return { type: 'FailTask', taskId, leaseToken: token, failure: faults.failure('failure') };
    }
  }

  /** Mostly ones that there are; some that have gone. */
  #agentId(): string {
    const ids = [...this.#world.checks.state.agents.keys()];
    return ids.length === 0 ? 'agent_none' : this.#world.random.pick(ids);
  }

  #taskId(): string {
    const ids = [...this.#world.checks.rules.tasks.keys()].slice(-12);
    return ids.length === 0 ? 'task_none' : this.#world.random.pick(ids);
  }
}
