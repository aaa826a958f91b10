import { Float, ObjectType } from 'type-graphql';
import { Documented, nullable } from '../documented.js';
import { Cursor } from '../scalars.js';
import { Agent } from './agent.js';
import { CURSOR_TEXT } from './pool-payloads.js';
import { Task } from './task.js';

@ObjectType({ description: 'An agent that has joined, and what it needs to know.', simpleResolvers: true })
export class SpawnAgentPayload {
  @Documented(() => Agent, 'The agent; it may have been given a task already.')
  declare readonly agent: Agent;

  @Documented(
    () => String,
    'What a REMOTE agent proves itself with, in `heartbeat` and `agentAssignments`. Told this once and kept by nobody but you; null for others.',
    nullable,
  )
  declare readonly sessionToken: string | null;

  @Documented(() => Float, 'How long a REMOTE agent may be silent before its attempt goes to another, in milliseconds.')
  declare readonly leaseMs: number;

  @Documented(() => Float, 'How often it should give a sign of life, in milliseconds: a third of the lease.')
  declare readonly heartbeatMs: number;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}

@ObjectType({ description: 'What the failure of an agent led to.', simpleResolvers: true })
export class FailAgentPayload {
  @Documented(() => Agent, 'The agent, DEGRADED now.')
  declare readonly agent: Agent;

  @Documented(() => Boolean, 'Whether its task went to another agent at once.')
  declare readonly reassigned: boolean;

  @Documented(() => Task, 'The task it had in hand, as it stands after all this; null where it had none.', nullable)
  declare readonly task: Task | null;

  @Documented(() => Boolean, 'Whether that was the last attempt of the task, which is FAILED now.')
  declare readonly taskFailedPermanently: boolean;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}

@ObjectType({ description: 'An agent after a call that changed it.', simpleResolvers: true })
export class AgentPayload {
  @Documented(() => Agent, 'The agent, as this call left it.')
  declare readonly agent: Agent;

  @Documented(() => Cursor, CURSOR_TEXT)
  declare readonly cursor: string;
}
