import { Float, Int, ObjectType } from 'type-graphql';
import type { AgentStatus as Status } from '../../core/agent.js';
import { TASK_TYPES } from '../../core/task-type.js';
import type { Pool } from '../../engine/pool.js';
import { healthScore, meanLatencyMs, oldestPendingMs, utilization } from '../../views/figures.js';
import type { PoolView } from '../../views/pool-view.js';
import type { PercentileFigures } from '../../views/samples.js';
import { Documented, nullable } from '../documented.js';
import { listSize } from '../list-size.js';
import { ofThePresent } from '../of-the-present.js';
import { DateTime } from '../scalars.js';
import { AgentStatusCount, Percentiles, TypeMetrics } from './metrics-parts.js';

@ObjectType({
  description: 'Figures of a pool at one moment. Totals run over its whole life, restarts of the server included.',
  simpleResolvers: true,
})
export class PoolMetrics {
  readonly #view: PoolView;
  readonly #clockMs: number;

  @ofThePresent
  @Documented(() => DateTime, 'When they were taken.')
  readonly at: number;

  constructor(pool: Pool) {
    this.#view = pool.view;
    this.#clockMs = pool.clockMs();
    this.at = pool.wallMs();
  }

  @Documented(() => Int, 'Agents in the pool, whatever they do.')
  get agents(): number {
    return this.#view.agents.size;
  }

  @listSize(5)
  @Documented(() => [AgentStatusCount], 'Agents by what they do; each status once.')
  get agentsByStatus(): readonly AgentStatusCount[] {
    return Object.entries(this.#view.headcount.byStatus).map(([status, count]) => ({
      status: status as Status,
      count,
    }));
  }

  @Documented(() => Int, 'Tasks ever accepted: the sum of the next five.')
  get tasksTotal(): number {
    return Object.values(this.#view.counters.byStatus).reduce((sum, count) => sum + count, 0);
  }

  @Documented(() => Int, 'Tasks that wait now.')
  get tasksPending(): number {
    return this.#view.counters.byStatus.PENDING;
  }

  @Documented(() => Int, 'Tasks that run now.')
  get tasksInProgress(): number {
    return this.#view.counters.byStatus.IN_PROGRESS;
  }

  @Documented(() => Int, 'Tasks that are COMPLETED, those no longer kept included.')
  get tasksCompleted(): number {
    return this.#view.counters.byStatus.COMPLETED;
  }

  @Documented(() => Int, 'Tasks that are FAILED, those no longer kept included.')
  get tasksFailed(): number {
    return this.#view.counters.byStatus.FAILED;
  }

  @Documented(() => Int, 'Tasks that are CANCELLED, those no longer kept included.')
  get tasksCancelled(): number {
    return this.#view.counters.byStatus.CANCELLED;
  }

  @ofThePresent
  @Documented(() => Int, 'Submissions that the pool refused, for any reason but bad input.')
  get submissionsRefused(): number {
    return this.#view.submissionsRefused;
  }

  @Documented(() => Int, 'Tasks that wait now.')
  get queueLength(): number {
    return this.#view.counters.byStatus.PENDING;
  }

  @Documented(() => Int, 'Tasks that may wait before a submission is refused with QUEUE_FULL.')
  get queueCapacity(): number {
    return this.#view.limits.maxQueueLength;
  }

  @ofThePresent
  @Documented(
    () => Float,
    'How long the oldest task that waits has been waiting, in milliseconds; null where none waits.',
    nullable,
  )
  get oldestPendingMs(): number | null {
    return oldestPendingMs(this.#view, this.#clockMs);
  }

  @Documented(
    () => Float,
    'Mean time of a successful attempt, start to end, in milliseconds; null before the first.',
    nullable,
  )
  get avgTaskDurationMs(): number | null {
    return this.#view.meanDurationMs();
  }

  @Documented(
    () => Float,
    'Mean time from submission to first assignment, in milliseconds; null before the first.',
    nullable,
  )
  get avgAssignmentLatencyMs(): number | null {
    return meanLatencyMs(this.#view);
  }

  @Documented(() => Percentiles, 'Submission to first assignment; null before the first.', nullable)
  get assignmentLatency(): PercentileFigures | null {
    return this.#view.latency.percentiles();
  }

  @Documented(() => Percentiles, 'Successful attempts, start to end; null before the first.', nullable)
  get taskDuration(): PercentileFigures | null {
    return this.#view.durations.percentiles();
  }

  @Documented(() => Float, 'Agents with something in hand over all agents, 0 to 1; 0 where there are none.')
  get utilization(): number {
    return utilization(this.#view);
  }

  @ofThePresent
  @Documented(() => Float, 'Tasks completed per second over the last minute, or since the start where that is less.')
  get throughputPerSecond(): number {
    return this.#view.seconds.throughput(this.at);
  }

  @Documented(
    () => Float,
    'From 0 to 1: the share of agents that are not DEGRADED, times the share of dependencies that are up, times the share ' +
      'of the last 100 attempts that succeeded (cancelled and interrupted ones left out); halved while an isolation breach ' +
      'stands. A share of nothing is 1.',
  )
  get healthScore(): number {
    return healthScore(this.#view);
  }

  @Documented(() => Int, 'Breaches of isolation ever found.')
  get isolationBreaches(): number {
    return this.#view.counters.isolationBreaches;
  }

  @listSize(6)
  @Documented(() => [TypeMetrics], 'Figures by task type; each type once.')
  get byType(): readonly TypeMetrics[] {
    const { byType } = this.#view.counters;
    return TASK_TYPES.map((type) => {
      const { pending, inProgress, completed, failed, durationTotalMs, durationCount } = byType[type];
      const avgTaskDurationMs = durationCount === 0 ? null : durationTotalMs / durationCount;
      return { type, pending, inProgress, completed, failed, avgTaskDurationMs };
    });
  }
}
