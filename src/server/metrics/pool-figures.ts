import type { Coordinator } from '../../engine/coordinator.js';
import { TASK_TYPES } from '../../core/task-type.js';
import { healthScore, oldestPendingMs, utilization } from '../../views/figures.js';
import type { Samples } from '../../views/samples.js';

type Pool = ReturnType<Coordinator['pools']>[number];
type Samplings = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

/** A figure that stands with a pool and is read when somebody asks, in base units. The label `pool` is added. */
export interface PoolFigure {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly figures: (pool: Pool) => Samplings | Promise<Samplings>;
}

const QUANTILES = { p50Ms: '0.5', p95Ms: '0.95', p99Ms: '0.99', maxMs: '1' } as const;

export const GAUGES: readonly PoolFigure[] = [
  { name: 'queue_length', help: 'Pending tasks.', figures: ({ view }) => one(view.counters.byStatus.PENDING) },
  { name: 'queue_capacity', help: 'Most pending tasks.', figures: ({ view }) => one(view.limits.maxQueueLength) },
  {
    name: 'oldest_pending_seconds',
    help: 'How long the oldest pending task has waited; 0 where none waits.',
    figures: (pool) => one((oldestPendingMs(pool.view, pool.clockMs()) ?? 0) / 1_000),
  },
  {
    name: 'agents',
    help: 'Agents by status.',
    labels: ['status'],
    figures: ({ view }) => each('status', view.headcount.byStatus),
  },
  { name: 'agents_capacity', help: 'Most agents.', figures: ({ view }) => one(view.limits.maxSize) },
  {
    name: 'utilization_ratio',
    help: 'Agents with something in hand over all agents, 0 to 1.',
    figures: ({ view }) => one(utilization(view)),
  },
  {
    name: 'tasks',
    help: 'Tasks ever submitted, by the status they have now or had when they were forgotten.',
    labels: ['status'],
    figures: ({ view }) => each('status', view.counters.byStatus),
  },
  {
    name: 'tasks_by_type',
    help: 'Tasks by type, and by the status they have now or had when they were forgotten.',
    labels: ['type', 'status'],
    figures: ({ view }) =>
      TASK_TYPES.flatMap((type) => {
        const { pending, inProgress, completed, failed } = view.counters.byType[type];
        const byStatus = { PENDING: pending, IN_PROGRESS: inProgress, COMPLETED: completed, FAILED: failed };
        return Object.entries(byStatus).map(([status, count]) => [{ type, status }, count] as const);
      }),
  },
  { name: 'health_ratio', help: 'As PoolMetrics.healthScore, 0 to 1.', figures: ({ view }) => one(healthScore(view)) },
  {
    name: 'completions_per_second',
    help: 'Tasks completed per second over the last minute, as PoolMetrics.throughputPerSecond.',
    figures: (pool) => one(pool.view.seconds.throughput(pool.wallMs())),
  },
  {
    name: 'recent_assignment_latency_seconds',
    help: 'Submission to first assignment, percentiles over the newest 1,024, as PoolMetrics.assignmentLatency.',
    labels: ['quantile'],
    figures: ({ view }) => quantiles(view.latency),
  },
  {
    name: 'recent_task_duration_seconds',
    help: 'Successful attempts, percentiles over the newest 1,024, as PoolMetrics.taskDuration.',
    labels: ['quantile'],
    figures: ({ view }) => quantiles(view.durations),
  },
  {
    name: 'degraded',
    help: '1 while the pool is degraded, else 0.',
    figures: ({ view }) => one(view.degraded ? 1 : 0),
  },
  {
    name: 'read_only',
    help: '1 while the pool can only be read, else 0.',
    figures: ({ readOnly }) => one(readOnly === null ? 0 : 1),
  },
  {
    name: 'dependency_up',
    help: '1 while the dependency is up, else 0.',
    labels: ['dependency'],
    figures: ({ view }) =>
      [...view.dependencies.values()].map(({ name, status }) => [{ dependency: name }, status === 'UP' ? 1 : 0]),
  },
  { name: 'log_records', help: 'Records ever written to the log.', figures: ({ feed }) => one(feed.last) },
  {
    name: 'log_forgotten_records',
    help: 'Records of it that can no longer be read, since a snapshot stands for them.',
    figures: ({ feed }) => one(feed.earliest()),
  },
  {
    name: 'log_bytes',
    help: 'Size of the files of the log; left out where it is in memory.',
    figures: (pool: Pool): Promise<Samplings> => pool.logBytes().then((bytes) => (bytes === null ? [] : one(bytes))),
  },
];

export const COUNTERS: readonly PoolFigure[] = [
  {
    name: 'tasks_submitted_total',
    help: 'Tasks ever submitted.',
    figures: ({ view }) => one(Object.values(view.counters.byStatus).reduce((sum, count) => sum + count, 0)),
  },
  {
    name: 'submissions_refused_total',
    help: 'Submissions refused.',
    figures: ({ view }) => one(view.submissionsRefused),
  },
  {
    name: 'assignments_total',
    help: 'Attempts that were assigned to an agent.',
    figures: ({ view }) => one(view.counters.assignments),
  },
  {
    name: 'first_assignments_total',
    help: 'Tasks that were assigned at least once, over the whole life of the pool.',
    figures: ({ view }) => one(view.counters.latencyCount),
  },
  {
    name: 'first_assignment_wait_seconds_total',
    help: 'Submission to first assignment, summed over all of them; by first_assignments_total it is PoolMetrics.avgAssignmentLatencyMs.',
    figures: ({ view }) => one(view.counters.latencyTotalMs / 1_000),
  },
  {
    name: 'successful_attempts_total',
    help: 'Attempts that succeeded, over the whole life of the pool.',
    labels: ['type'],
    figures: ({ view }) => perType(({ durationCount }) => durationCount, view),
  },
  {
    name: 'successful_attempt_seconds_total',
    help: 'Their time, start to end, summed; by successful_attempts_total it is PoolMetrics.avgTaskDurationMs.',
    labels: ['type'],
    figures: ({ view }) => perType(({ durationTotalMs }) => durationTotalMs / 1_000, view),
  },
  {
    name: 'isolation_breaches_total',
    help: 'Breaches of isolation.',
    figures: ({ view }) => one(view.counters.isolationBreaches),
  },
];

type View = Pool['view'];

function one(value: number): Samplings {
  return [[{}, value]];
}

function each(label: string, counts: Readonly<Record<string, number>>): Samplings {
  return Object.entries(counts).map(([value, count]) => [{ [label]: value }, count]);
}

function perType(figure: (counters: View['counters']['byType']['GENERAL']) => number, { counters }: View): Samplings {
  return TASK_TYPES.map((type) => [{ type }, figure(counters.byType[type])]);
}

/** None before the first measurement. */
function quantiles(samples: Samples): Samplings {
  const figures = samples.percentiles();
  if (figures === null) return [];
  return (Object.keys(QUANTILES) as (keyof typeof QUANTILES)[]).map((name) => [
    { quantile: QUANTILES[name] },
    figures[name] / 1_000,
  ]);
}
