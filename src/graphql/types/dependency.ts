import { Int, ObjectType } from 'type-graphql';
import type { DependencyState, DependencyStatus as Status } from '../../core/dependency.js';
import type { TaskType as Type } from '../../core/task-type.js';
import type { Around } from '../around.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { ofThePresent } from '../of-the-present.js';
import { DateTime } from '../scalars.js';
import { DependencyStatus, TaskType } from './enums.js';

@ObjectType({
  description:
    'Something outside that some types of tasks cannot do without. While it is down those wait, and all others go on.',
  simpleResolvers: true,
})
export class Dependency {
  readonly #state: DependencyState;
  readonly #around: Around;

  constructor(state: DependencyState, around: Around) {
    this.#state = state;
    this.#around = around;
  }

  @Documented(() => String, 'As configured, such as `discovery`.')
  get name(): string {
    return this.#state.name;
  }

  @Documented(() => DependencyStatus, 'Whether it can be used.')
  get status(): Status {
    return this.#state.status;
  }

  @Documented(() => Boolean, 'Whether its status was set by hand, which goes before what its probe finds.')
  get overridden(): boolean {
    return this.#state.overridden;
  }

  @listSize(6)
  @Documented(() => [TaskType], 'The types that wait while it is down.')
  get gatedTypes(): readonly Type[] {
    return this.#state.gatedTypes;
  }

  @Documented(
    () => Int,
    'Tasks of those types that wait for it; 0 while it is up. In an event, those that waited at the change.',
  )
  get waitingTasks(): number {
    return this.#around.dependencyGauges(this.#state).waitingTasks;
  }

  @Documented(() => DateTime, 'Since when it has this status.')
  get since(): number {
    return this.#state.sinceMs;
  }

  @ofThePresent
  @Documented(
    () => DateTime,
    'When it was probed last; null where it has no probe, before its first check, and in an event.',
    nullable,
  )
  get lastCheckedAt(): number | null {
    return this.#around.dependencyGauges(this.#state).lastCheckedAtMs;
  }

  @ofThePresent
  @Documented(() => String, 'What the last check found wrong, else why it is down; null where nothing is.', nullable)
  get lastError(): string | null {
    return this.#around.dependencyGauges(this.#state).lastError;
  }

  @ofThePresent
  @Documented(
    () => DateTime,
    'When it is probed next; null where it has no probe, while a check runs first, and in an event.',
    nullable,
  )
  get nextCheckAt(): number | null {
    return this.#around.dependencyGauges(this.#state).nextCheckAtMs;
  }
}
