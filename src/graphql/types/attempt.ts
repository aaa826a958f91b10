import { Float, ID, Int, ObjectType } from 'type-graphql';
import type {
  AttemptOutcome as Outcome,
  AttemptState,
  RoutingCandidate as Candidate,
  RoutingDecision as Decision,
  RoutingStrategy as Strategy,
  TaskError as ErrorState,
} from '../../core/task.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { DateTime } from '../scalars.js';
import { AttemptOutcome, RoutingStrategy } from './enums.js';

@ObjectType({
  description: 'Why a task or one of its attempts failed, in the words of whoever failed it.',
  simpleResolvers: true,
})
export class TaskError {
  @Documented(
    () => String,
    'A word for programs: the handler’s own, or the outcome where the agent failed, such as `TIMED_OUT`.',
  )
  declare readonly code: string;

  @Documented(() => String, 'A sentence for people.')
  declare readonly message: string;

  @Documented(
    () => Boolean,
    'Whether another attempt may go better; a failure that is not retryable ends the task at once.',
  )
  declare readonly retryable: boolean;
}

@ObjectType({
  description: 'One agent that was looked at for an attempt, and what was compared.',
  simpleResolvers: true,
})
class RoutingCandidate implements Candidate {
  @Documented(() => ID, 'The agent; it may have left the pool since.')
  declare readonly agentId: string;

  @Documented(() => Int, 'Tasks of this type that it had completed by then.')
  declare readonly completedOfType: number;

  @Documented(
    () => Float,
    'Its mean time for one of them, in milliseconds; null where it had completed none.',
    nullable,
  )
  declare readonly averageTaskTimeMs: number | null;

  @Documented(() => Boolean, 'Whether it got the task.')
  declare readonly chosen: boolean;

  @Documented(
    () => String,
    'Why it could not take the task; null for the chosen one and for those that only compared worse.',
    nullable,
  )
  declare readonly refusedBecause: string | null;
}

@ObjectType({
  description: 'Why an attempt went to its agent: the rule that decided and everyone who was compared.',
  simpleResolvers: true,
})
class RoutingDecision implements Decision {
  @Documented(() => RoutingStrategy, 'The rule that decided.')
  declare readonly strategy: Strategy;

  @listSize(3)
  @Documented(() => [ID], 'Agents that had failed this task by then.')
  declare readonly excludedAgentIds: readonly string[];

  @Documented(() => Boolean, 'Whether those could take it all the same, because there was no other after the backoff.')
  declare readonly exclusionLifted: boolean;

  @listSize(16)
  @Documented(() => [RoutingCandidate], 'The agents of the pool at that moment; 16 at most, the chosen one among them.')
  declare readonly candidates: readonly Candidate[];
}

@ObjectType({ description: 'One try of one agent at a task.', simpleResolvers: true })
export class Attempt {
  readonly #state: AttemptState;

  constructor(state: AttemptState) {
    this.#state = state;
  }

  @Documented(() => Int, 'Counts from 1 over the whole life of the task, replays included.')
  get number(): number {
    return this.#state.number;
  }

  @Documented(() => ID, 'Who had it; the agent may have left the pool since.')
  get agentId(): string {
    return this.#state.agentId;
  }

  @Documented(() => DateTime, 'When the agent was given the task.')
  get assignedAt(): number {
    return this.#state.assignedAtMs;
  }

  @Documented(() => DateTime, 'When the agent began, by its own word; null before.', nullable)
  get startedAt(): number | null {
    return this.#state.startedAtMs;
  }

  @Documented(() => DateTime, 'When it was over; null while it runs.', nullable)
  get endedAt(): number | null {
    return this.#state.endedAtMs;
  }

  @Documented(() => AttemptOutcome, 'How it ended; null while it runs.', nullable)
  get outcome(): Outcome | null {
    return this.#state.outcome;
  }

  @Documented(() => TaskError, 'What went wrong; null while it runs and where nothing did.', nullable)
  get error(): ErrorState | null {
    return this.#state.error;
  }

  @Documented(() => RoutingDecision, 'Why this agent.')
  get routing(): Decision {
    return this.#state.routing;
  }
}
