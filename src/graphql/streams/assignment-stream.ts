import type { AgentState } from '../../core/agent.js';
import { attemptTraceparent } from '../../core/attempt-trace.js';
import type { TaskState } from '../../core/task.js';
import type { ClockMs, EpochMs } from '../../core/time.js';
import { EventStream, WHOLE, type StreamedEvent } from '../../engine/event-stream.js';
import type { Pool } from '../../engine/pool.js';
import type { Around } from '../around.js';
import { MomentAround } from '../moment-around.js';
import type { Assignment } from '../types/remote.js';
import { Task } from '../types/task.js';

/**
 * What one REMOTE agent is given to do: first what it has in hand, then every assignment from exactly
 * there on. Ends when the agent has left the pool.
 */
export class AssignmentStream implements AsyncIterableIterator<Assignment> {
  readonly #pool: Pool;
  readonly #events: EventStream;
  #inHand: Assignment | null;

  constructor(pool: Pool, agentId: string, live: Around) {
    this.#pool = pool;
    // Read in one go: the view stands at `position` for both.
    const { view } = pool;
    this.#events = new EventStream(pool.feed, { position: view.position, parts: WHOLE }, (event) =>
      concerns(event, agentId),
    );
    this.#inHand = inHandOf(pool, view.agents.get(agentId), live);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Assignment>> {
    const inHand = this.#inHand;
    if (inHand !== null) {
      this.#inHand = null;
      return { done: false, value: inHand };
    }
    for (;;) {
      const event = await this.#events.next();
      if (event.done === true || event.value.name === 'RETIRED') return this.return();
      const assignment = assignmentAt(this.#pool, event.value);
      if (assignment !== null) return { done: false, value: assignment };
    }
  }

  async return(): Promise<IteratorResult<Assignment>> {
    await this.#events.return();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<Assignment>> {
    await this.#events.return();
    throw error;
  }
}

function concerns({ kind, name, moment }: Pick<StreamedEvent, 'kind' | 'name' | 'moment'>, agentId: string): boolean {
  if (moment.agent?.id !== agentId) return false;
  return (kind === 'TASK' && name === 'ASSIGNED') || (kind === 'AGENT' && name === 'RETIRED');
}

function inHandOf(pool: Pool, agent: AgentState | undefined, live: Around): Assignment | null {
  if (agent?.attempt == null || agent.attempt.over) return null;
  const task = pool.view.tasks.get(agent.attempt.taskId);
  const now = { atMs: pool.wallMs(), clockMs: pool.clockMs() };
  return task === undefined ? null : assignmentOf(pool, agent, task, live, now);
}

function assignmentAt(pool: Pool, { moment }: StreamedEvent): Assignment | null {
  const { agent, task, record } = moment;
  return agent === null || task === null
    ? null
    : assignmentOf(pool, agent, task, new MomentAround(pool, moment), record);
}

/** `now` relates the clock of leases to that of the wall. */
function assignmentOf(
  pool: Pool,
  { attempt }: AgentState,
  task: TaskState,
  around: Around,
  now: { readonly atMs: EpochMs; readonly clockMs: ClockMs },
): Assignment | null {
  if (attempt === null) return null;
  const untilClockMs = attempt.leaseUntilClockMs ?? now.clockMs + pool.view.limits.leaseMs;
  return {
    task: new Task(task, around),
    attempt: attempt.number,
    leaseToken: attempt.leaseToken,
    leaseExpiresAt: Math.round(now.atMs + untilClockMs - now.clockMs),
    traceparent: attemptTraceparent(task, attempt.number),
  };
}
