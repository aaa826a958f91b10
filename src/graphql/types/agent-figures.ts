import { Float, Int, ObjectType } from 'type-graphql';
import { averageTimeMs, type AgentState } from '../../core/agent.js';
import { TASK_TYPES, type TaskType as Type } from '../../core/task-type.js';
import type { AgentGauges } from '../around.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { ofThePresent } from '../of-the-present.js';
import { DateTime } from '../scalars.js';
import { TaskType } from './enums.js';

@ObjectType({ description: 'What an agent did with tasks of one type.', simpleResolvers: true })
class TypePerformance {
  @Documented(() => TaskType, 'The type.')
  declare readonly type: Type;

  @Documented(() => Int, 'Tasks of it that it completed.')
  declare readonly completed: number;

  @Documented(() => Int, 'Attempts at it that failed with this agent.')
  declare readonly failed: number;

  @Documented(
    () => Float,
    'Mean time of a completed one, start to end, in milliseconds; null before the first.',
    nullable,
  )
  declare readonly averageTaskTimeMs: number | null;
}

@ObjectType({
  description: 'What an agent did so far. Cancelled and interrupted attempts do not count.',
  simpleResolvers: true,
})
export class AgentPerformance {
  readonly #agent: AgentState;

  constructor(agent: AgentState) {
    this.#agent = agent;
  }

  @Documented(() => Int, 'Tasks it completed.')
  get tasksCompleted(): number {
    return this.#agent.tasksCompleted;
  }

  @Documented(() => Int, 'Attempts that failed with it.')
  get tasksFailed(): number {
    return this.#agent.tasksFailed;
  }

  @Documented(
    () => Float,
    'Mean time of a completed task, start to end, in milliseconds; null before the first.',
    nullable,
  )
  get averageTaskTimeMs(): number | null {
    const { tasksCompleted, totalTimeMs } = this.#agent;
    return tasksCompleted === 0 ? null : totalTimeMs / tasksCompleted;
  }

  @Documented(() => Int, 'How often it was given a task of another type than the one before.')
  get contextSwitches(): number {
    return this.#agent.contextSwitches;
  }

  @listSize(6)
  @Documented(() => [TypePerformance], 'The same for each type that it had an end of.')
  get byType(): readonly TypePerformance[] {
    return TASK_TYPES.flatMap((type) => {
      const record = this.#agent.byType[type];
      if (record === undefined) return [];
      const { completed, failed } = record;
      return [{ type, completed, failed, averageTaskTimeMs: averageTimeMs(record) }];
    });
  }
}

@ObjectType({
  description:
    'How an agent is, as measured: PROCESS agents by the server, REMOTE ones by what their last heartbeat said. ' +
    'What was not measured is null; usage is of the present and null in an event.',
  simpleResolvers: true,
})
export class AgentHealth {
  readonly #agent: AgentState;
  readonly #gauges: AgentGauges;

  constructor(agent: AgentState, gauges: AgentGauges) {
    this.#agent = agent;
    this.#gauges = gauges;
  }

  @ofThePresent
  @Documented(() => Float, 'Memory in use over the memory it may use, 0 to 1.', nullable)
  get memoryUsage(): number | null {
    return this.#gauges.memoryUsage;
  }

  @ofThePresent
  @Documented(() => Float, 'Share of one processor core, 0 to 1.', nullable)
  get cpuUsage(): number | null {
    return this.#gauges.cpuUsage;
  }

  @ofThePresent
  @Documented(() => Float, 'JavaScript heap in use, in bytes; null for programs that do not tell.', nullable)
  get heapUsedBytes(): number | null {
    return this.#gauges.heapUsedBytes;
  }

  @ofThePresent
  @Documented(() => DateTime, 'Its last sign of life; null before the first.', nullable)
  get lastHeartbeatAt(): number | null {
    return this.#gauges.lastHeartbeatAtMs;
  }

  @Documented(() => Int, 'Attempts in a row that failed with it; three make it DEGRADED, one success makes it 0.')
  get consecutiveFailures(): number {
    return this.#agent.consecutiveFailures;
  }
}

@ObjectType({
  description: 'What checks of isolation have found about an agent; `Pool.isolationReport` checks.',
  simpleResolvers: true,
})
export class AgentIsolation {
  readonly #agent: AgentState;

  constructor(agent: AgentState) {
    this.#agent = agent;
  }

  @Documented(() => Boolean, 'Whether a check found that it shares something; stands until it has new ids.')
  get sharedStateDetected(): boolean {
    return this.#agent.isolationIssues.length > 0;
  }

  @listSize(2)
  @Documented(() => [String], 'What was found, and what cannot be found out.')
  get notes(): readonly string[] {
    const { isolationIssues, kind } = this.#agent;
    return kind === 'PROCESS'
      ? isolationIssues
      : [...isolationIssues, 'only its ids can be checked: it runs elsewhere'];
  }
}
