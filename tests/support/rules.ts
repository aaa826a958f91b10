import type { Command } from '../../src/core/command.js';
import { decide, type Answer } from '../../src/core/decide.js';
import type { CoreEvent } from '../../src/core/event.js';
import { evolve, type Moment } from '../../src/core/evolve.js';
import { DEFAULT_LIMITS, type PoolLimits } from '../../src/core/limits.js';
import { announcedHealth, next } from '../../src/core/next.js';
import type { PoolRecord } from '../../src/core/record.js';
import { emptyState, type PoolState } from '../../src/core/state.js';
import type { Stamp } from '../../src/core/stamp.js';
import type { TaskInput } from '../../src/core/task.js';

export const DISCOVERY = { name: 'discovery', gatedTypes: ['DISCOVERY', 'MIGRATION'], probed: false } as const;

export function taskInput(input: Partial<TaskInput> = {}): TaskInput {
  return {
    type: 'GENERAL',
    payload: {},
    priority: 0,
    preferredAgentId: null,
    requiredSkills: [],
    maxAttempts: 3,
    timeoutMs: null,
    idempotencyKey: null,
    inputHash: null,
    traceId: null,
    traceparent: null,
    ...input,
  };
}

/** The rules without an engine: commands in, records out, on a clock that the test moves. */
export class Rules {
  readonly state: PoolState = emptyState();
  readonly records: PoolRecord[] = [];
  readonly moments: Moment[] = [];
  nowMs = 1_000_000;
  random: () => number = () => 0.5;
  #ids = 0;

  /** A running pool with `agents` REMOTE agents driven by hand, unless `kind` says otherwise. */
  static running(agents: number, limits: Partial<PoolLimits> = {}, kind: 'PROCESS' | 'REMOTE' = 'REMOTE'): Rules {
    const rules = new Rules();
    rules.do({
      type: 'ConfigurePool',
      name: 'default',
      limits: { ...DEFAULT_LIMITS, ...limits },
      dependencies: [DISCOVERY],
    });
    rules.do({ type: 'InitializePool', size: agents, kind });
    return rules;
  }

  /** Decides a command and everything that follows; gives its events. Throws where it is refused. */
  do(command: Command): CoreEvent[] {
    return this.ask(command).events;
  }

  ask(command: Command): { events: CoreEvent[]; answer: Answer } {
    const stamp = this.stamp();
    const decision = decide(this.state, command, stamp);
    const from = this.records.length;
    for (const event of decision.events) {
      this.#append(event);
      const told = announcedHealth(this.state);
      if (told !== null) this.#append(told);
    }
    if (decision.events.length > 0) {
      for (let event = next(this.state, stamp); event !== null; event = next(this.state, stamp)) this.#append(event);
    }
    if (decision.rejection !== undefined) throw decision.rejection;
    return { events: this.records.slice(from).map(({ event }) => event), answer: decision.answer ?? {} };
  }

  submit(input: Partial<TaskInput> = {}): string {
    return this.ask({ type: 'SubmitTask', input: taskInput(input) }).answer.taskId ?? '';
  }

  /** Moves the clock to the next deadline and does what is due; false where nothing ever is. */
  passToNext(): boolean {
    const due = this.state.index.deadlines.peek()?.value.dueClockMs;
    if (due === undefined) return false;
    this.nowMs = Math.max(this.nowMs, due);
    this.do({ type: 'Tick' });
    return true;
  }

  pass(ms: number): CoreEvent[] {
    this.nowMs += ms;
    return this.do({ type: 'Tick' });
  }

  agentIds(): string[] {
    return [...this.state.agents.keys()];
  }

  stamp(): Stamp {
    return {
      atMs: this.nowMs,
      clockMs: this.nowMs,
      random: this.random,
      id: (prefix) => `${prefix}_${String((this.#ids += 1)).padStart(8, '0')}`,
    };
  }

  #append(event: CoreEvent): void {
    const record = { position: this.records.length + 1, atMs: this.nowMs, clockMs: this.nowMs, event };
    this.records.push(record);
    this.moments.push(evolve(this.state, record));
  }
}

export function types(events: readonly CoreEvent[]): string[] {
  return events.map(({ type }) => type);
}
