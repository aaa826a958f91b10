import { ID, ObjectType } from 'type-graphql';
import { messageOf, taskIdOf, traceIdOf } from '../../views/event-facts.js';
import { Documented, nullable } from '../documented.js';
import { Agent } from './agent.js';
import { AgentEventType, type AgentEventTypeName } from './event-enums.js';
import { StreamItem } from './stream-item.js';

@ObjectType({ description: 'Something that happened to an agent.', implements: StreamItem, simpleResolvers: true })
export class AgentEvent extends StreamItem {
  @Documented(() => String, 'Name of the pool.')
  get pool(): string {
    return this.around.pool;
  }

  @Documented(() => AgentEventType, 'What happened.')
  get type(): AgentEventTypeName {
    return this.event.name as AgentEventTypeName;
  }

  @Documented(() => Agent, 'The agent as it stood right after it; the same for whoever reads it and whenever.')
  get agent(): Agent {
    const { agent } = this.event.moment;
    if (agent === null) throw new Error('an event of an agent without the agent');
    return new Agent(agent, this.around);
  }

  @Documented(() => ID, 'The task it is about, or that the agent has in hand; null where there is none.', nullable)
  get taskId(): string | null {
    return taskIdOf(this.event);
  }

  @Documented(() => String, 'Why, or which skill, or what was found, as the type has it; else null.', nullable)
  get message(): string | null {
    return messageOf(this.event);
  }

  @Documented(() => String, 'W3C trace id of the task whose event made this one; null where there is none.', nullable)
  get traceId(): string | null {
    return traceIdOf(this.event);
  }
}
