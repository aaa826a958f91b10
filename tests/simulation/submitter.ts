import { TASK_TYPES } from '../../src/core/task-type.js';
import { taskInputOf, type Submission } from '../../src/engine/submission.js';
import type { Peer } from './network.js';
import type { World } from './world.js';

const SKILLS = ['rust', 'sql'] as const;
const NO_TRACE = { traceId: null, traceparent: null };

/** A client that submits tasks, some with a key, and sends the same again where it is not sure of the answer. */
export class Submitter implements Peer {
  readonly name = 'submitter';
  cutOff = false;
  readonly #world: World;
  readonly #sent: Submission[] = [];
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

  #choose(): Submission {
    const { random } = this.#world;
    const before = this.#sent.length > 0 && random.chance(0.15) ? random.pick(this.#sent) : null;
    if (before !== null) return random.chance(0.8) ? before : { ...before, payload: { other: true } };
    this.#count += 1;
    const isPlain = random.chance(0.5);
    const submission: Submission = {
      type: random.pick(TASK_TYPES),
      payload: { n: this.#count },
      priority: random.chance(0.3) ? random.int(1, 9) : 0,
      preferredAgentId: random.chance(0.2) ? this.#anAgent() : null,
      requiredSkills: isPlain ? [] : SKILLS.filter(() => random.chance(0.3)),
      maxAttempts: random.int(1, 4),
      timeoutMs: random.chance(0.3) ? random.int(50, 3_000) : null,
      idempotencyKey: random.chance(0.4) ? `key-${this.#count}` : null,
    };
    if (submission.idempotencyKey !== null) this.#sent.push(submission);
    return submission;
  }

  #anAgent(): string | null {
    const ids = [...this.#world.checks.state.agents.keys()];
    return ids.length === 0 ? null : this.#world.random.pick(ids);
  }

  #submit(submission: Submission): void {
    const { network, time, random } = this.#world;
    network.ask(this, { type: 'SubmitTask', input: taskInputOf(submission, NO_TRACE) }, (outcome) => {
      if (outcome.kind === 'done' || this.#stopped || submission.idempotencyKey === null) return;
      const isSure = outcome.kind === 'refused' && !outcome.rejection.retryable;
      if (isSure) return;
      time.at(random.int(50, 800), 'a submission again', () => {
        if (!this.#stopped) this.#submit(submission);
      });
    });
  }
}
