import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { publicEvents } from '../../views/public-event.js';
import type { GraphContext } from '../context.js';
import { nullable } from '../documented.js';
import { requireFirst } from '../inputs/arguments.js';
import { Agent } from '../types/agent.js';
import { TaskEvent } from '../types/task-event.js';
import { Task } from '../types/task.js';

/** What a task refers to. Apart from the type, for these refer back to it. */
@Resolver(() => Task)
export class TaskRelations {
  @FieldResolver(() => Agent, {
    ...nullable,
    description:
      'The agent that has it in hand, or that had it last once it is settled; null while it waits, and when that agent has ' +
      'left. In an event, the agent as it stood then.',
  })
  assignedAgent(@Root() { state, around }: Task): Agent | null {
    const agentId = state.status === 'PENDING' ? undefined : state.attempts.at(-1)?.agentId;
    const agent = agentId === undefined ? null : around.agent(agentId);
    return agent === null ? null : new Agent(agent, around);
  }

  @FieldResolver(() => [TaskEvent], {
    description:
      'What happened to it, oldest first, up to now or up to the event that shows it. Of hundreds of progress reports the older ' +
      'ones are let go. BAD_USER_INPUT for a `first` that cannot be.',
  })
  history(
    @Root() { state, around }: Task,
    @Arg('first', () => Int, { defaultValue: 100, description: 'How many at most, 1 to 200 by default.' })
    first: number,
    @Ctx() { coordinator }: GraphContext,
  ): readonly TaskEvent[] {
    requireFirst(first, coordinator.inputLimits);
    const events = around
      .history(state)
      .flatMap(publicEvents)
      .filter(({ kind }) => kind === 'TASK');
    return events.slice(0, first).map((event) => new TaskEvent(around.at(event.moment), { ...event, missedBefore: 0 }));
  }
}

/** What an agent refers to. */
@Resolver(() => Agent)
export class AgentRelations {
  @FieldResolver(() => Task, {
    ...nullable,
    description:
      'The task it works on; null where it has none, and once the attempt is over. In an event, the task as it stood then.',
  })
  currentTask(@Root() { state, around }: Agent): Task | null {
    const { attempt } = state;
    const task = attempt === null || attempt.over ? null : around.task(attempt.taskId);
    return task === null ? null : new Task(task, around);
  }
}
