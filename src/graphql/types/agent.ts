import { ID, ObjectType } from 'type-graphql';
import { agentStatus, type AgentKind as Kind, type AgentState, type AgentStatus as Status } from '../../core/agent.js';
import type { TaskType as Type } from '../../core/task-type.js';
import type { Around } from '../around.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { DateTime } from '../scalars.js';
import { AgentHealth, AgentIsolation, AgentPerformance } from './agent-figures.js';
import { AgentKind, AgentStatus, TaskType } from './enums.js';

@ObjectType({
  description:
    'A worker that takes one task at a time. Its way: IDLE, ANALYZING when it is given a task, EXECUTING when it began, ' +
    'and IDLE again; DEGRADED after it failed; DRAINING when it is to leave.',
  simpleResolvers: true,
})
export class Agent {
  readonly state: AgentState;
  readonly around: Around;

  constructor(state: AgentState, around: Around) {
    this.state = state;
    this.around = around;
  }

  @Documented(() => ID, 'Starts with `agent_`; stays the same when a crashed process is replaced by a fresh one.')
  get id(): string {
    return this.state.id;
  }

  @Documented(() => String, 'Name of its pool.')
  get pool(): string {
    return this.around.pool;
  }

  @Documented(() => String, 'A name for people; need not be unique.')
  get name(): string {
    return this.state.name;
  }

  @Documented(() => AgentKind, 'Where its code runs.')
  get kind(): Kind {
    return this.state.kind;
  }

  @Documented(() => AgentStatus, 'What it is doing.')
  get status(): Status {
    return agentStatus(this.state);
  }

  @Documented(() => String, 'Why it is DEGRADED or DRAINING, else null.', nullable)
  get statusReason(): string | null {
    return this.state.reason;
  }

  @Documented(() => ID, 'Its conversation window, its alone. Starts with `ctx_`; a fresh process gets a new one.')
  get contextWindowId(): string {
    return this.state.contextWindowId;
  }

  @Documented(() => ID, 'Its tool session, its alone. Starts with `tool_`; a fresh process gets a new one.')
  get toolSessionId(): string {
    return this.state.toolSessionId;
  }

  @Documented(() => ID, 'Its memory, its alone. Starts with `mem_`; a fresh process gets a new one.')
  get memoryHandleId(): string {
    return this.state.memoryHandleId;
  }

  @listSize(6)
  @Documented(() => [TaskType], 'The types it takes; empty for all of them.')
  get taskTypes(): readonly Type[] {
    return this.state.taskTypes;
  }

  @listSize(4)
  @Documented(() => [String], 'The skills it was given or that were verified since, sorted.')
  get verifiedSkills(): readonly string[] {
    return this.state.verifiedSkills;
  }

  @Documented(() => AgentPerformance, 'What it did so far.')
  get performance(): AgentPerformance {
    return new AgentPerformance(this.state);
  }

  @Documented(() => AgentHealth, 'How it is.')
  get health(): AgentHealth {
    return new AgentHealth(this.state, this.around.agentGauges(this.state));
  }

  @Documented(() => AgentIsolation, 'Whether it was found to share anything.')
  get isolation(): AgentIsolation {
    return new AgentIsolation(this.state);
  }

  @Documented(() => DateTime, 'When it joined the pool.')
  get spawnedAt(): number {
    return this.state.spawnedAtMs;
  }
}
