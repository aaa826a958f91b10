import type { Command } from '../../src/core/command.js';
import type { AssignmentStream } from '../../src/graphql/streams/assignment-stream.js';
import { TASK_TYPES } from '../../src/core/task-type.js';
import type { Life, Outcome } from './life.js';
import type { Peer } from './network.js';
import type { World } from './world.js';

interface Work {
  readonly taskId: string;
  readonly leaseToken: string;
  /** Null while it still works on it, or hangs. */
  ending: Command | null;
}

/**
 * A REMOTE agent: a program on another machine that follows its assignments, gives signs of life and
 * reports what came of them, again and again until it is heard.
 */
export class Remote implements Peer {
  readonly name: string;
  cutOff = false;
  readonly #world: World;
  readonly #token: string;
  readonly #works = new Map<string, Work>();
  #agentId: string | null = null;
  #stream: { readonly life: Life; readonly events: AssignmentStream } | null = null;
  #isSilent = false;
  #leaving = false;

  constructor(world: World, number: number) {
    this.#world = world;
    this.name = `remote-${number}`;
    this.#token = `token of ${this.name}`;
  }

  start(): void {
    this.#later(this.#world.random.int(0, 500), 'sets out', () => {
      this.#beat();
    });
  }

  /** No more failures of its own: it works, and reports what it still has in hand. */
  calm(): void {
    this.#isSilent = false;
    for (const work of this.#works.values()) {
      work.ending ??= this.#ending(work, true);
      this.#report(work);
    }
  }

  #beat(): void {
    const { random, plan, faults } = this.#world;
    if (!this.#isSilent) this.#giveSign();
    this.#later(plan.limits.leaseMs / 3, 'heartbeat', () => {
      this.#beat();
    });
    if (this.#isSilent || faults.agentEnding() !== 'hang') return;
    this.#isSilent = true;
    if (random.chance(0.5)) this.#restart();
    this.#later(random.int(100, 3 * plan.limits.leaseMs), 'is back', () => {
      this.#isSilent = false;
    });
  }

  /** Its program ends and starts anew: what it had in hand it does not know any more. */
  #restart(): void {
    this.#works.clear();
    this.#hangUp();
  }

  #giveSign(): void {
    const agentId = this.#agentId;
    if (agentId === null) this.#join();
    else if (this.#stream === null || this.#stream.life.dead || this.cutOff) this.#connect(agentId);
    else {
      const beats = [...this.#works.keys()].map((leaseToken) => ({ leaseToken, progress: null, note: null }));
      this.#ask({ type: 'Heartbeat', agentId, sessionTokenHash: this.#token, beats }, ({ executed, refused }) => {
        for (const leaseToken of executed?.answer.cancel ?? []) this.#works.delete(leaseToken);
        if (refused === 'NOT_FOUND') this.#gone();
      });
    }
  }

  #join(): void {
    if (this.#leaving) return;
    const { random } = this.#world;
    const command: Command = {
      type: 'SpawnAgent',
      kind: 'REMOTE',
      name: null,
      taskTypes: random.chance(0.3) ? [random.pick(TASK_TYPES), 'GENERAL'] : [],
      skills: random.chance(0.5) ? ['sql'] : [],
      sessionTokenHash: this.#token,
    };
    this.#ask(command, ({ executed }) => {
      if (this.#agentId === null) this.#agentId = executed?.answer.agentId ?? null;
    });
  }

  #connect(agentId: string): void {
    this.#hangUp();
    const { life } = this.#world;
    this.#ask({ type: 'ConnectAgent', agentId, sessionTokenHash: this.#token }, ({ executed, refused }) => {
      if (refused === 'NOT_FOUND') this.#gone();
      if (executed === null || life?.pool == null || life.hasHungUp || this.cutOff || this.#stream !== null) return;
      const events = life.assignments(life.pool, agentId);
      this.#stream = { life, events };
      const forget = life.onEnd(() => {
        this.#hangUp();
      });
      this.#follow(life, events)
        .catch((error: unknown) => {
          if (this.#stream?.events === events) this.#world.broken('readers', error);
        })
        .finally(forget);
    });
  }

  async #follow(life: Life, events: AssignmentStream): Promise<void> {
    for (;;) {
      const next = await events.next();
      if (life.dead || this.#stream?.events !== events) return;
      if (this.cutOff) {
        this.#hangUp();
        return;
      }
      if (next.done === true) {
        this.#gone();
        return;
      }
      const { task, leaseToken } = next.value;
      if (this.#world.checks.rules.leases.get(leaseToken)?.taskId !== task.id)
        this.#world.broken('effects', `${this.name} is given ${task.id} before its assignment is durable`);
      if (!this.#works.has(leaseToken)) this.#work({ taskId: task.id, leaseToken, ending: null });
    }
  }

  #work(work: Work): void {
    const { random, faults } = this.#world;
    this.#works.set(work.leaseToken, work);
    if (random.chance(0.5)) this.#ask({ type: 'StartTask', taskId: work.taskId, leaseToken: work.leaseToken });
    const ending = faults.agentEnding();
    if (ending === 'hang') return;
    this.#later(20 + random.int(1, 1_000), 'has done its work', () => {
      if (this.#works.get(work.leaseToken) !== work) return;
      if (ending === 'crash') {
        this.#restart();
        return;
      }
      work.ending = this.#ending(work, ending === 'success', ending);
      this.#report(work);
    });
  }

  #ending(
    { taskId, leaseToken }: Work,
    succeeds: boolean,
    how: Parameters<World['faults']['failure']>[0] = 'success',
  ): Command {
    if (succeeds) return { type: 'CompleteTask', taskId, leaseToken, result: { by: this.name, lease: leaseToken } };
    return { type: 'FailTask', taskId, leaseToken, failure: this.#world.faults.failure(how) };
  }

  /** Until it is heard, or nobody wants it any more. */
  #report(work: Work): void {
    if (work.ending === null || this.#works.get(work.leaseToken) !== work) return;
    this.#ask(work.ending, ({ executed, refused }) => {
      if (executed !== null || refused === 'STALE_ATTEMPT' || refused === 'NOT_FOUND') {
        this.#works.delete(work.leaseToken);
        return;
      }
      this.#later(200, 'reports again', () => {
        this.#report(work);
      });
    });
  }

  #gone(): void {
    this.#hangUp();
    this.#agentId = null;
  }

  #hangUp(): void {
    const { events } = this.#stream ?? {};
    this.#stream = null;
    void events?.return();
  }

  #ask(command: Command, heard: (answer: Heard) => void = () => undefined): void {
    this.#world.network.ask(this, command, (outcome) => {
      heard(heardOf(outcome));
    });
  }

  #later(delayMs: number, what: string, run: () => void): void {
    this.#world.time.at(delayMs, `${this.name} ${what}`, run);
  }
}

interface Heard {
  readonly executed: Extract<Outcome, { kind: 'done' }>['executed'] | null;
  readonly refused: string | null;
}

function heardOf(outcome: Outcome): Heard {
  return {
    executed: outcome.kind === 'done' ? outcome.executed : null,
    refused: outcome.kind === 'refused' ? outcome.rejection.code : null,
  };
}
