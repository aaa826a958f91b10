import {
  CancelTaskDocument,
  FailAgentDocument,
  PausePoolDocument,
  type PoolOverviewQuery,
  RestoreAgentDocument,
  ResumePoolDocument,
  RetireAgentDocument,
  RetryTaskDocument,
  SetDependencyStatusDocument,
  SpawnAgentDocument,
  type SubmitTaskInput,
  SubmitTasksDocument,
  VerifyAgentSkillDocument,
} from '../generated/graphql.js';
import { PoolError, type PoolClient } from '../sdk/node-client.js';
import type { Chance } from './chance.js';
import { burstWork, SKILL, type Work } from './example-work.js';
import { OwnTasks } from './own-tasks.js';
import type { Act } from './script.js';

/** The example discovery service, as far as it can be ended and started again on its port. */
export interface Service {
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface PlayerOptions {
  readonly client: PoolClient;
  /** How many times as fast as at pace 1. */
  readonly pace: number;
  readonly chance: Chance;
  /** Null where discovery is somebody else's: then an outage is set by hand. */
  readonly service: Service | null;
  /** Makes the idempotency keys those of this run. */
  readonly run: string;
}

/** How things stand when an act is played. */
export type Scene = NonNullable<PoolOverviewQuery['pool']>;

const REASON = 'The demo has changed its mind.';
const GUEST = 'Demo guest';
/** `submitTasks` takes no more at once. */
const AT_ONCE = 100;
/** A queue with more room than this is not filled: it would take too long to empty. */
const LARGEST_BURST = 500;
/** Of a burst, beyond the room there was: what the agents may have done before its end. */
const MARGIN = 20;
const LEAST_TIMEOUT_MS = 50;
const CHANGED_MEANWHILE = new Set(['INVALID_STATE', 'NOT_FOUND']);

/** Plays acts, one at a time, by what every client can ask for. Rejects with a `PoolError` where the pool refuses an act. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #own = new OwnTasks();
  #submitted = 0;
  #hasPaused = false;
  #hasOutage = false;
  #failedAgentId: string | null = null;

  constructor(options: PlayerOptions) {
    this.#options = options;
  }

  /** Whether the pool is as it is because of an act. */
  get hasPaused(): boolean {
    return this.#hasPaused;
  }

  /** Gives how many submissions the pool had no room for. */
  async play(act: Act, scene: Scene): Promise<number> {
    if (act.kind === 'submit') return this.#submit(act.works, scene);
    if (act.kind === 'burst') return this.#burst(scene);
    await this.#interfere(act, scene);
    return 0;
  }

  /** Takes back what would stay: a pool that it has paused, a service that it has ended. */
  async tidy(): Promise<void> {
    await Promise.all([this.#resume(), this.#recovery()]);
  }

  async #interfere(act: Exclude<Act, { kind: 'submit' | 'burst' }>, scene: Scene): Promise<void> {
    const { client } = this.#options;
    switch (act.kind) {
      case 'cancel':
        return this.#first(this.#own.toCancel(), (taskId) =>
          client.request(CancelTaskDocument, { input: { taskId, reason: REASON } }),
        );
      case 'retry':
        return this.#first(this.#own.toRetry(), (taskId) => client.request(RetryTaskDocument, { input: { taskId } }));
      case 'fail-agent':
        return this.#failAgent(act.pick, scene);
      case 'restore-agent':
        return this.#restoreAgent(scene);
      case 'spawn':
        return this.#spawn(scene);
      case 'retire':
        return this.#retire(scene);
      case 'pause':
        this.#hasPaused = scene.status === 'RUNNING';
        if (this.#hasPaused) await client.request(PausePoolDocument, {});
        return;
      case 'resume':
        return this.#resume();
      case 'outage':
        return this.#outage();
      case 'recovery':
        return this.#recovery();
    }
  }

  async #submit(works: readonly Work[], scene: Scene): Promise<number> {
    // Half of the queue is for others.
    if (scene.queueLength > 0 && scene.queueLength >= scene.queueCapacity / 2) return 0;
    if (works.some(({ requiredSkills }) => requiredSkills !== undefined)) await this.#teach(scene);
    return this.#send(works.flatMap((work) => this.#inputsOf(work, scene)));
  }

  async #burst(scene: Scene): Promise<number> {
    const room = scene.queueCapacity - scene.queueLength;
    // Where nobody works the queue would stay full.
    if (room > LARGEST_BURST || processes(scene).length === 0) return 0;
    let left = room + scene.agents.length + MARGIN;
    let refused = 0;
    for (; left > 0 && refused === 0; left -= AT_ONCE) {
      const works = Array.from({ length: Math.min(left, AT_ONCE) }, () => burstWork(this.#options.chance));
      refused = await this.#send(works.flatMap((work) => this.#inputsOf(work, scene)));
    }
    return refused;
  }

  /** Gives how many were refused. */
  async #send(inputs: readonly (readonly [input: SubmitTaskInput, fails: boolean])[]): Promise<number> {
    const { submitTasks } = await this.#options.client.request(SubmitTasksDocument, {
      input: { tasks: inputs.map(([input]) => input) },
    });
    submitTasks.results.forEach(({ task, replayed }, position) => {
      if (task != null && !replayed) this.#own.add(task.id, inputs[position]?.[1] === true);
    });
    return submitTasks.refused;
  }

  #inputsOf(work: Work, { agents }: Scene): (readonly [input: SubmitTaskInput, fails: boolean])[] {
    const { pace, client, run } = this.#options;
    const { type, priority, maxAttempts, requiredSkills, timeoutMs, prefers } = work;
    const { sleepMs } = work.payload;
    this.#submitted += 1;
    const preferred = prefers === undefined ? undefined : chosen(agents, prefers);
    const input: SubmitTaskInput = {
      ...{ pool: client.pool, type, priority },
      payload: typeof sleepMs === 'number' ? { ...work.payload, sleepMs: Math.ceil(sleepMs / pace) } : work.payload,
      idempotencyKey: `demo-${run}-${String(this.#submitted)}`,
      ...(maxAttempts !== undefined && { maxAttempts }),
      ...(requiredSkills !== undefined && { requiredSkills }),
      ...(timeoutMs !== undefined && { timeoutMs: Math.max(LEAST_TIMEOUT_MS, Math.ceil(timeoutMs / pace)) }),
      ...(preferred !== undefined && { preferredAgentId: preferred.id }),
    };
    return work.twice ? [[input, work.fails] as const, [input, work.fails] as const] : [[input, work.fails] as const];
  }

  /** One of the agents has the skill that some of the work requires. */
  async #teach(scene: Scene): Promise<void> {
    const able = processes(scene).filter(({ name }) => name !== GUEST);
    const [first] = able;
    if (first === undefined || able.some(({ verifiedSkills }) => verifiedSkills.includes(SKILL))) return;
    await this.#options.client.request(VerifyAgentSkillDocument, { input: { agentId: first.id, skill: SKILL } });
  }

  /** Asks for the tasks one after the other, until it is done for one: the others have ended, or have not, meanwhile. */
  async #first(taskIds: Iterable<string>, ask: (taskId: string) => Promise<unknown>): Promise<void> {
    for (const taskId of taskIds) {
      try {
        await ask(taskId);
        return;
      } catch (error) {
        if (!(error instanceof PoolError) || !CHANGED_MEANWHILE.has(error.code)) throw error;
      }
    }
  }

  async #failAgent(pick: number, scene: Scene): Promise<void> {
    const busy = processes(scene).filter(({ currentTask }) => currentTask != null);
    const agent = chosen(busy.length > 0 ? busy : processes(scene), pick);
    if (agent === undefined) return;
    this.#failedAgentId = agent.id;
    const input = { agentId: agent.id, reason: 'The demo shows what happens when an agent fails.' };
    await this.#options.client.request(FailAgentDocument, { input });
  }

  /** By hand where it is not back by itself. */
  async #restoreAgent({ agents }: Scene): Promise<void> {
    const agent = agents.find(({ id }) => id === this.#failedAgentId);
    if (agent?.status === 'DEGRADED')
      await this.#options.client.request(RestoreAgentDocument, { input: { agentId: agent.id } });
  }

  async #spawn({ agents }: Scene): Promise<void> {
    // A run before this one may have ended before it retired its guest.
    if (agents.some(({ name }) => name === GUEST)) return;
    const input = { pool: this.#options.client.pool, kind: 'PROCESS', name: GUEST, skills: [SKILL] } as const;
    await this.#options.client.request(SpawnAgentDocument, { input });
  }

  async #retire({ agents }: Scene): Promise<void> {
    const guest = agents.find(({ name }) => name === GUEST);
    if (guest !== undefined) await this.#options.client.request(RetireAgentDocument, { input: { agentId: guest.id } });
  }

  async #resume(): Promise<void> {
    if (!this.#hasPaused) return;
    this.#hasPaused = false;
    await this.#options.client.request(ResumePoolDocument, {});
  }

  async #outage(): Promise<void> {
    this.#hasOutage = true;
    const { service } = this.#options;
    if (service === null) await this.#setDiscovery('DOWN');
    else await service.stop();
  }

  async #recovery(): Promise<void> {
    if (!this.#hasOutage) return;
    this.#hasOutage = false;
    await this.#options.service?.start();
    // What takes a setting back also has the probe look at once: by itself it would take its time by now.
    await this.#setDiscovery('AUTO');
  }

  async #setDiscovery(status: 'DOWN' | 'AUTO'): Promise<void> {
    const input = { pool: this.#options.client.pool, name: 'discovery', status };
    await this.#options.client.request(SetDependencyStatusDocument, { input });
  }
}

/** Agents that are ours to fail; a REMOTE one is somebody's. */
function processes({ agents }: Scene): Scene['agents'] {
  return agents.filter(({ kind }) => kind === 'PROCESS');
}

function chosen<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[Math.floor(pick * items.length)];
}
