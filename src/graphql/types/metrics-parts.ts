import { Float, Int, ObjectType } from 'type-graphql';
import type { AgentStatus as Status } from '../../core/agent.js';
import type { TaskType as Type } from '../../core/task-type.js';
import type { PercentileFigures } from '../../views/samples.js';
import { Documented, nullable } from '../documented.js';
import { DateTime } from '../scalars.js';
import { AgentStatus, TaskType } from './enums.js';

@ObjectType({ description: 'How many agents have one status.', simpleResolvers: true })
export class AgentStatusCount {
  @Documented(() => AgentStatus, 'The status.')
  declare readonly status: Status;

  @Documented(() => Int, 'Agents that have it.')
  declare readonly count: number;
}

@ObjectType({
  description: 'How long something took, over the newest 1,024 measurements, by nearest rank.',
  simpleResolvers: true,
})
export class Percentiles implements PercentileFigures {
  @Documented(() => Float, 'Half of them took at most this, in milliseconds.')
  declare readonly p50Ms: number;

  @Documented(() => Float, '95 of 100 took at most this, in milliseconds.')
  declare readonly p95Ms: number;

  @Documented(() => Float, '99 of 100 took at most this, in milliseconds.')
  declare readonly p99Ms: number;

  @Documented(() => Float, 'The longest, in milliseconds.')
  declare readonly maxMs: number;
}

@ObjectType({ description: 'Figures for tasks of one type.', simpleResolvers: true })
export class TypeMetrics {
  @Documented(() => TaskType, 'The type.')
  declare readonly type: Type;

  @Documented(() => Int, 'Tasks of it that wait now.')
  declare readonly pending: number;

  @Documented(() => Int, 'Tasks of it that run now.')
  declare readonly inProgress: number;

  @Documented(() => Int, 'Tasks of it that are COMPLETED, those no longer kept included.')
  declare readonly completed: number;

  @Documented(() => Int, 'Tasks of it that are FAILED, those no longer kept included.')
  declare readonly failed: number;

  @Documented(
    () => Float,
    'Mean time of a successful attempt, start to end, in milliseconds; null before the first.',
    nullable,
  )
  declare readonly avgTaskDurationMs: number | null;
}

@ObjectType({
  description: 'One second of a pool: figures at its end, and what happened in it.',
  simpleResolvers: true,
})
export class MetricsPoint {
  @Documented(() => DateTime, 'When the second began.')
  declare readonly at: number;

  @Documented(() => Int, 'Tasks that waited.')
  declare readonly queueLength: number;

  @Documented(() => Int, 'Agents with something in hand.')
  declare readonly busyAgents: number;

  @Documented(() => Int, 'Agents in the pool.')
  declare readonly agents: number;

  @Documented(() => Int, 'Tasks that were completed.')
  declare readonly completed: number;

  @Documented(() => Int, 'Tasks that failed for good.')
  declare readonly failed: number;

  @Documented(() => Int, 'Submissions that were refused.')
  declare readonly refused: number;

  @Documented(
    () => Float,
    '50th percentile of submission to first assignment, in milliseconds; null where nothing was assigned.',
    nullable,
  )
  declare readonly assignmentP50Ms: number | null;

  @Documented(
    () => Float,
    '95th percentile of submission to first assignment, in milliseconds; null where nothing was assigned.',
    nullable,
  )
  declare readonly assignmentP95Ms: number | null;

  @Documented(
    () => Float,
    '99th percentile of submission to first assignment, in milliseconds; null where nothing was assigned.',
    nullable,
  )
  declare readonly assignmentP99Ms: number | null;
}
