import { ID, Int, ObjectType } from 'type-graphql';
import { agentIdOf, attemptOf, messageOf } from '../../views/event-facts.js';
import { Documented, nullable } from '../documented.js';
import { TaskEventType, type TaskEventTypeName } from './event-enums.js';
import { StreamItem } from './stream-item.js';
import { Task } from './task.js';

@ObjectType({ description: 'Something that happened to a task.', implements: StreamItem, simpleResolvers: true })
export class TaskEvent extends StreamItem {
  @Documented(() => String, 'Name of the pool.')
  get pool(): string {
    return this.around.pool;
  }

  @Documented(() => TaskEventType, 'What happened.')
  get type(): TaskEventTypeName {
    return this.event.name as TaskEventTypeName;
  }

  @Documented(() => Task, 'The task as it stood right after it; the same for whoever reads it and whenever.')
  get task(): Task {
    const { task } = this.event.moment;
    if (task === null) throw new Error('an event of a task without the task');
    return new Task(task, this.around);
  }

  @Documented(() => ID, 'The agent whose attempt it is about; null where it is about none.', nullable)
  get agentId(): string | null {
    return agentIdOf(this.event);
  }

  @Documented(() => Int, 'Number of the attempt it is about; null where it is about none.', nullable)
  get attempt(): number | null {
    return attemptOf(this.event.moment);
  }

  @Documented(
    () => String,
    'The error, the reason, what it waits for or the agent’s note, as the type has it; else null.',
    nullable,
  )
  get message(): string | null {
    return messageOf(this.event);
  }

  @Documented(() => String, 'W3C trace id of the task.', nullable)
  get traceId(): string | null {
    return this.event.moment.task?.traceId ?? null;
  }
}
