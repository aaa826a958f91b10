import type { PublicKind } from '../../views/public-event.js';
import { documentedEnum } from '../documented.js';

export const TaskEventType = documentedEnum('TaskEventType', 'What happened to a task.', {
  SUBMITTED: 'It was accepted.',
  QUEUED: 'No agent can take it now: it waits, and says why.',
  ASSIGNED: 'An agent was chosen and given it.',
  STARTED: 'The agent has begun.',
  PROGRESSED: 'The agent told how far it is.',
  ATTEMPT_FAILED: 'An attempt ended without success; what follows is the next event of the task.',
  RETRY_SCHEDULED: 'It waits for its next attempt.',
  COMPLETED: 'It succeeded.',
  FAILED: 'It failed for good and is dead-lettered.',
  CANCELLED: 'It was called off.',
  REPLAYED: 'It was taken up again with fresh attempts.',
});
export type TaskEventTypeName = keyof typeof TaskEventType;

export const AgentEventType = documentedEnum('AgentEventType', 'What happened to an agent.', {
  SPAWNED: 'It joined the pool.',
  ASSIGNED: 'It was given a task.',
  STARTED: 'It has begun with its task.',
  FREED: 'It has nothing in hand any more.',
  DEGRADED: 'It failed and is given nothing for now.',
  RESTORED: 'It is given tasks again.',
  DRAINING: 'It is given nothing more and will leave.',
  RETIRED: 'It has left the pool.',
  SKILL_VERIFIED: 'It has one skill more.',
  ISOLATION_BREACH: 'A check found that it shares something with another agent.',
});
export type AgentEventTypeName = keyof typeof AgentEventType;

export const DegradationEventType = documentedEnum('DegradationEventType', 'What lessened the pool or restored it.', {
  DEPENDENCY_DOWN: 'A dependency cannot be used: tasks of the types that it gates wait.',
  DEPENDENCY_UP: 'A dependency can be used again: what waited for it goes on.',
  AGENT_DEGRADED: 'An agent failed and takes no tasks.',
  AGENT_RESTORED: 'An agent takes tasks again.',
  POOL_DEGRADED: 'The first thing went wrong: the pool as a whole counts as degraded.',
  POOL_RECOVERED: 'The last thing was put right: the pool as a whole is well.',
});
export type DegradationEventTypeName = keyof typeof DegradationEventType;

export const PoolEventKind = documentedEnum<PublicKind>('PoolEventKind', 'What an event is about.', {
  POOL: 'The pool itself.',
  AGENT: 'An agent.',
  TASK: 'A task.',
  DEPENDENCY: 'A dependency.',
});
