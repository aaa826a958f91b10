import type { TaskInput } from '../../src/core/task.js';
import { TASK_TYPES } from '../../src/core/task-type.js';
import { taskInput } from '../support/rules.js';
import type { Peer } from './network.js';
import type { World } from './world.js';

const SKILLS = ['rust', 'sql'] as const;

/** A client that submits tasks, some with a key, and sends the same again where it is not sure of the answer. */
export class Submitter implements Peer {
  readonly name = 'submitter';
  cutOff = false;
  readonly #world: World;
  readonly #sent: TaskInput[] = [];
  #count = 0;
  #stopped = false;

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    this.#next();
  }

  stop(): void {
    this.#stopped = true;
  }

  #next(): void {
    const { time, random, plan } = this.#world;
    time.at(random.int(0, 2 * plan.submitEveryMs), 'a submission', () => {
      if (this.#stopped) return;
      const burst = random.chance(0.1) ? random.int(2, 6) : 1;
      for (let nth = 0; nth < burst; nth += 1) this.#submit(this.#choose());
      this.#next();
    });
  }

  #choose(): TaskInput {
    const { random } = this.#world;
    const before = this.#sent.length > 0 && random.chance(0.15) ? random.pick(this.#sent) : null;
    if (before !== null)
      return random.chance(0.8) ? before : { ...before, payload: { other: true }, inputHash: 'another' };
    this.#count += 1;
    const isPlain = random.chance(0.5);
    const key = random.chance(0.4) ? `key-${this.#count}` : null;
    const input = taskInput({
      type: random.pick(TASK_TYPES),
      payload: { n: this.#count },
      priority: random.chance(0.3) ? random.int(1, 9) : 0,
      preferredAgentId: random.chance(0.2) ? this.#anAgent() : null,
      requiredSkills: isPlain ? [] : SKILLS.filter(() => random.chance(0.3)),
      maxAttempts: random.int(1, 4),
      timeoutMs: random.chance(0.3) ? random.int(50, 3_000) : null,
      idempotencyKey: key,
      inputHash: key === null ? null : `hash of ${this.#count}`,
    });
    if (key !== null) this.#sent.push(input);
    return input;
  }

  #anAgent(): string | null {
    const ids = [...this.#world.checks.state.agents.keys()];
    return ids.length === 0 ? null : this.#world.random.pick(ids);
  }

  #submit(input: TaskInput): void {
    const { network, time, random } = this.#world;
    network.ask(this, { type: 'SubmitTask', input }, (outcome) => {
      if (outcome.kind === 'done' || this.#stopped || input.idempotencyKey === null) return;
      const isSure = outcome.kind === 'refused' && !outcome.rejection.retryable;
      if (isSure) return;
      time.at(random.int(50, 800), 'a submission again', () => {
        if (!this.#stopped) this.#submit(input);
      });
    });
  }
}
