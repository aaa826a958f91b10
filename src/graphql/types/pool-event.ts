import { ObjectType } from 'type-graphql';
import { traceIdOf } from '../../views/event-facts.js';
import { summaryOf } from '../../views/event-summary.js';
import type { PublicKind } from '../../views/public-event.js';
import { Documented, nullable } from '../documented.js';
import { Cursor } from '../scalars.js';
import { Agent } from './agent.js';
import { Dependency } from './dependency.js';
import { PoolEventKind } from './event-enums.js';
import { StreamItem } from './stream-item.js';
import { Task } from './task.js';

@ObjectType({
  description:
    'Anything that happened in a pool. Of `task`, `agent` and `dependency` the one that `kind` names is set, none for POOL.',
  implements: StreamItem,
  simpleResolvers: true,
})
export class PoolEvent extends StreamItem {
  @Documented(() => String, 'Name of the pool.')
  get pool(): string {
    return this.around.pool;
  }

  @Documented(() => PoolEventKind, 'What it is about.')
  get kind(): PublicKind {
    return this.event.kind;
  }

  @Documented(
    () => String,
    'What happened: a TaskEventType, an AgentEventType, DEPENDENCY_DOWN or DEPENDENCY_UP; for POOL one of INITIALIZED, ' +
      'PAUSED, RESUMED, DRAINING, STOPPED, DEGRADED, RECOVERED.',
  )
  get name(): string {
    return this.event.name;
  }

  @Documented(() => String, 'One line for people; payloads and results are never in it.')
  get summary(): string {
    return summaryOf(this.event);
  }

  @Documented(() => Task, 'The task as it stood right after it; set for TASK.', nullable)
  get task(): Task | null {
    const { kind, moment } = this.event;
    return kind === 'TASK' && moment.task !== null ? new Task(moment.task, this.around) : null;
  }

  @Documented(() => Agent, 'The agent as it stood right after it; set for AGENT.', nullable)
  get agent(): Agent | null {
    const { kind, moment } = this.event;
    return kind === 'AGENT' && moment.agent !== null ? new Agent(moment.agent, this.around) : null;
  }

  @Documented(() => Dependency, 'The dependency as it stood right after it; set for DEPENDENCY.', nullable)
  get dependency(): Dependency | null {
    const { dependency } = this.event.moment;
    return dependency === null ? null : new Dependency(dependency, this.around);
  }

  @Documented(
    () => String,
    'W3C trace id of the task whose event it is or came from; null where there is none.',
    nullable,
  )
  get traceId(): string | null {
    return traceIdOf(this.event);
  }
}

@ObjectType({ description: 'A page of events, oldest first.', simpleResolvers: true })
export class PoolEventConnection {
  @Documented(() => [PoolEvent], 'The events.')
  declare readonly nodes: readonly PoolEvent[];

  @Documented(() => Cursor, 'How far this page has read: the next one, or a subscription, goes on from here.')
  declare readonly endCursor: string;

  @Documented(
    () => Boolean,
    'Whether the log goes on behind it, as far as known: a page may then be short or even empty.',
  )
  declare readonly hasNextPage: boolean;
}
