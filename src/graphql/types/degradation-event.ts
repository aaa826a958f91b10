import { Int, ObjectType } from 'type-graphql';
import type { TaskType as Type } from '../../core/task-type.js';
import { messageOf } from '../../views/event-facts.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { Agent } from './agent.js';
import { Dependency } from './dependency.js';
import { PoolHealth, TaskType } from './enums.js';
import { DegradationEventType, type DegradationEventTypeName } from './event-enums.js';
import { StreamItem } from './stream-item.js';

@ObjectType({
  description: 'Something that lessened a pool or restored it.',
  implements: StreamItem,
  simpleResolvers: true,
})
export class DegradationEvent extends StreamItem {
  @Documented(() => String, 'Name of the pool.')
  get pool(): string {
    return this.around.pool;
  }

  @Documented(() => DegradationEventType, 'What happened.')
  get type(): DegradationEventTypeName {
    const { kind, name } = this.event;
    return (kind === 'DEPENDENCY' ? name : `${kind}_${name}`) as DegradationEventTypeName;
  }

  @Documented(() => PoolHealth, 'How the pool as a whole is right after it.')
  get health(): keyof typeof PoolHealth {
    return this.event.moment.degraded ? 'DEGRADED' : 'HEALTHY';
  }

  @Documented(() => Dependency, 'The dependency as it stood right after it; null where it is not about one.', nullable)
  get dependency(): Dependency | null {
    const { dependency } = this.event.moment;
    return dependency === null ? null : new Dependency(dependency, this.around);
  }

  @Documented(() => Agent, 'The agent as it stood right after it; null where it is not about one.', nullable)
  get agent(): Agent | null {
    const { agent } = this.event.moment;
    return agent === null ? null : new Agent(agent, this.around);
  }

  @listSize(6)
  @Documented(
    () => [TaskType],
    'The types that the dependency gates, or those that wait while the pool is degraded; empty for an agent.',
  )
  get affectedTypes(): readonly Type[] {
    const { record, dependency } = this.event.moment;
    return 'affectedTypes' in record.event ? record.event.affectedTypes : (dependency?.gatedTypes ?? []);
  }

  @Documented(
    () => Int,
    'Tasks that waited when it happened: for the dependency, for any dependency (the pool), or for an agent.',
  )
  get waitingTasks(): number {
    const { event } = this.event.moment.record;
    return 'waitingTasks' in event ? event.waitingTasks : 0;
  }

  @Documented(() => String, 'Why, for people.')
  get reason(): string {
    return messageOf(this.event) ?? '';
  }
}
