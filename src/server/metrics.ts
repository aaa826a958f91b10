import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Moment } from '../core/evolve.js';
import { attemptTimeMs } from '../core/task.js';
import type { Coordinator } from '../engine/coordinator.js';

/** Figures for Prometheus, in base units, per pool. */
export interface Metrics {
  readonly contentType: string;
  render(): Promise<string>;
  /** Sees every committed moment. */
  observe(pool: string, moment: Moment): void;
}

const PREFIX = 'coordination_pool_';
/** From a tenth of a millisecond, which is usual, to ten seconds, which is a queue. */
const LATENCY_SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const DURATION_SECONDS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** What stands is read from the pools when somebody asks; only the two histograms are kept up from event to event. */
export function createMetrics(coordinator: Coordinator, sockets: () => number): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const latency = new Histogram({
    name: `${PREFIX}assignment_latency_seconds`,
    help: 'From the submission of a task to its first assignment, since the server started.',
    labelNames: ['pool'] as const,
    buckets: LATENCY_SECONDS,
    registers,
  });
  const duration = new Histogram({
    name: `${PREFIX}task_duration_seconds`,
    help: 'Of the successful attempts of tasks, start to end, since the server started.',
    labelNames: ['pool', 'type'] as const,
    buckets: DURATION_SECONDS,
    registers,
  });
  registerStanding(registers, coordinator, sockets);
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observe(pool, { record: { event }, task }) {
      if (task === null) return;
      if (event.type === 'TaskCompleted') duration.observe({ pool, type: task.type }, attemptTimeMs(task) / 1_000);
      if (event.type !== 'TaskAssigned' || task.assignmentLatencyMs === null) return;
      const isFirst = task.attempts.length === 1;
      if (isFirst) latency.observe({ pool }, task.assignmentLatencyMs / 1_000);
    },
  };
}

type Pool = ReturnType<Coordinator['pools']>[number];
type Labels = Readonly<Record<string, string>>;
type Figures = readonly (readonly [labels: Labels, value: number])[];

interface Standing {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly figures: (pool: Pool) => Figures;
}

const GAUGES: readonly Standing[] = [
  { name: 'queue_length', help: 'Pending tasks.', figures: ({ view }) => [[{}, view.counters.byStatus.PENDING]] },
  { name: 'queue_capacity', help: 'Most pending tasks.', figures: ({ view }) => [[{}, view.limits.maxQueueLength]] },
  {
    name: 'agents',
    help: 'Agents by status.',
    labels: ['status'],
    figures: ({ view }) => Object.entries(view.headcount.byStatus).map(([status, count]) => [{ status }, count]),
  },
  { name: 'agents_capacity', help: 'Most agents.', figures: ({ view }) => [[{}, view.limits.maxSize]] },
  {
    name: 'tasks',
    help: 'Tasks ever submitted, by the status they have now or had when they were forgotten.',
    labels: ['status'],
    figures: ({ view }) => Object.entries(view.counters.byStatus).map(([status, count]) => [{ status }, count]),
  },
  {
    name: 'degraded',
    help: '1 while the pool is degraded, else 0.',
    figures: ({ view }) => [[{}, view.degraded ? 1 : 0]],
  },
  {
    name: 'read_only',
    help: '1 while the pool can only be read, else 0.',
    figures: ({ readOnly }) => [[{}, readOnly === null ? 0 : 1]],
  },
  {
    name: 'dependency_up',
    help: '1 while the dependency is up, else 0.',
    labels: ['dependency'],
    figures: ({ view }) =>
      [...view.dependencies.values()].map(({ name, status }) => [{ dependency: name }, status === 'UP' ? 1 : 0]),
  },
];

const COUNTERS: readonly Standing[] = [
  {
    name: 'tasks_submitted_total',
    help: 'Tasks ever submitted.',
    figures: ({ view }) => [[{}, Object.values(view.counters.byStatus).reduce((sum, count) => sum + count, 0)]],
  },
  {
    name: 'submissions_refused_total',
    help: 'Submissions refused.',
    figures: ({ view }) => [[{}, view.submissionsRefused]],
  },
  {
    name: 'assignments_total',
    help: 'Attempts that were assigned to an agent.',
    figures: ({ view }) => [[{}, view.counters.assignments]],
  },
  {
    name: 'isolation_breaches_total',
    help: 'Breaches of isolation.',
    figures: ({ view }) => [[{}, view.counters.isolationBreaches]],
  },
];

function registerStanding(registers: Registry[], coordinator: Coordinator, sockets: () => number): void {
  const each = ({ figures }: Standing, set: (labels: Labels, value: number) => void): void => {
    for (const pool of coordinator.pools()) {
      for (const [labels, value] of figures(pool)) set({ pool: pool.name, ...labels }, value);
    }
  };
  for (const standing of GAUGES) {
    const { name, help, labels = [] } = standing;
    const gauge = new Gauge({
      name: PREFIX + name,
      help,
      labelNames: ['pool', ...labels],
      registers,
      collect() {
        gauge.reset();
        each(standing, (at, value) => {
          gauge.set(at, value);
        });
      },
    });
  }
  for (const standing of COUNTERS) {
    const { name, help, labels = [] } = standing;
    const counter = new Counter({
      name: PREFIX + name,
      help,
      labelNames: ['pool', ...labels],
      registers,
      collect() {
        counter.reset();
        each(standing, (at, value) => {
          counter.inc(at, value);
        });
      },
    });
  }
  const open = new Gauge({
    name: `${PREFIX}websockets`,
    help: 'Open WebSocket connections.',
    registers,
    collect: () => {
      open.set(sockets());
    },
  });
}
