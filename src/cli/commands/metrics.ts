import { PoolMetricsDocument } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { present, printJson } from '../results.js';
import { duration, percent } from '../shown.js';
import { pairs, table } from '../table.js';

export const metrics: Handler<{ readonly json?: boolean }> = async (call) => {
  const connection = call.connect();
  const { pool } = await connection.ask(PoolMetricsDocument, { pool: connection.pool });
  const found = present(pool, `pool ${connection.pool}`);
  const { style } = call.terminal;
  if (call.options.json === true) {
    printJson(call, found.metrics);
    return undefined;
  }
  const { metrics: m } = found;
  const figures: [string, string][] = [
    ['queue', `${String(m.queueLength)} of at most ${String(m.queueCapacity)}`],
    ['oldest waiting', duration(m.oldestPendingMs)],
    ['throughput', `${m.throughputPerSecond.toFixed(1)} per second`],
    ['utilisation', percent(m.utilization)],
    ['health score', m.healthScore.toFixed(2)],
    ['tasks', String(m.tasksTotal)],
    ['refused', String(m.submissionsRefused)],
    ['isolation breaches', String(m.isolationBreaches)],
  ];
  const latencies = [
    { name: 'assignment', values: m.assignmentLatency, mean: m.avgAssignmentLatencyMs },
    { name: 'duration', values: m.taskDuration, mean: m.avgTaskDurationMs },
  ];
  const lines = [
    ...pairs(figures, style.paint),
    '',
    ...table(
      [
        { title: 'LATENCY', of: ({ name }) => name },
        { title: 'MEAN', of: ({ mean }) => duration(mean), align: 'right' },
        { title: 'P50', of: ({ values }) => duration(values?.p50Ms), align: 'right' },
        { title: 'P95', of: ({ values }) => duration(values?.p95Ms), align: 'right' },
        { title: 'P99', of: ({ values }) => duration(values?.p99Ms), align: 'right' },
        { title: 'MOST', of: ({ values }) => duration(values?.maxMs), align: 'right' },
      ],
      latencies,
      style,
    ),
    '',
    ...table(
      [
        { title: 'TYPE', of: ({ type }) => type },
        { title: 'PENDING', of: ({ pending }) => pending, align: 'right' },
        { title: 'IN PROGRESS', of: ({ inProgress }) => inProgress, align: 'right' },
        { title: 'COMPLETED', of: ({ completed }) => completed, align: 'right' },
        { title: 'FAILED', of: ({ failed }) => failed, align: 'right' },
        { title: 'MEAN', of: ({ avgTaskDurationMs }) => duration(avgTaskDurationMs), align: 'right' },
      ],
      m.byType,
      style,
    ),
  ];
  call.terminal.data(lines.join('\n'));
  return undefined;
};
