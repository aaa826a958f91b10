import { PoolViewDocument, type PoolViewQuery } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import type { Paint } from '../paint.js';
import { toneOf } from '../paint.js';
import { printable } from '../printable.js';
import { present, printJson } from '../results.js';
import { age, count, duration, percent } from '../shown.js';
import { pairs } from '../table.js';

type PoolView = NonNullable<PoolViewQuery['pool']>;

export const status: Handler<{ readonly json?: boolean; readonly exitStatus?: boolean }> = async (call) => {
  const connection = call.connect();
  const { pool } = await connection.ask(PoolViewDocument, { pool: connection.pool, tasks: 1 });
  const { tasks: _, ...view } = present(pool, `pool ${connection.pool}`);
  if (call.options.json === true) printJson(call, view);
  else call.terminal.data(statusLines({ ...view, tasks: _ }, connection.url, call.terminal.style.paint).join('\n'));
  return call.options.exitStatus === true ? exitStatusOf(view) : EXIT.ok;
};

function exitStatusOf({
  status: poolStatus,
  health,
  readOnly,
}: Pick<PoolView, 'status' | 'health' | 'readOnly'>): ExitCode {
  if (poolStatus !== 'RUNNING') return EXIT.notRunning;
  return health === 'DEGRADED' || readOnly != null ? EXIT.degraded : EXIT.ok;
}

function statusLines(view: PoolView, url: string, paint: Paint): string[] {
  const { metrics } = view;
  const word = (text: string): string => paint(text, toneOf(text));
  const { assignmentLatency: assignment, taskDuration } = metrics;
  const byStatus = metrics.agentsByStatus
    .filter(({ count: many }) => many > 0)
    .map(({ status: each, count: many }) => `${String(many)} ${word(each)}`)
    .join(', ');
  const oldest = metrics.oldestPendingMs == null ? '' : `, the oldest for ${duration(metrics.oldestPendingMs)}`;
  const tasks = [
    `${String(metrics.tasksInProgress)} in progress`,
    `${String(metrics.tasksCompleted)} completed`,
    `${String(metrics.tasksFailed)} failed`,
    `${String(metrics.tasksCancelled)} cancelled`,
    `${count(metrics.submissionsRefused, 'submission')} refused`,
  ];
  const lines: [string, string][] = [
    ['pool', `${paint(view.name, 'bold')} ${word(view.status)} ${word(view.health)}, at ${url}`],
    ['agents', `${String(view.size)} of at most ${String(view.maxSize)}${byStatus === '' ? '' : `: ${byStatus}`}`],
    ['queue', `${String(view.queueLength)} of at most ${String(view.queueCapacity)}${oldest}`],
    ['tasks', tasks.join(', ')],
    ['rate', `${metrics.throughputPerSecond.toFixed(1)} per second, ${percent(metrics.utilization)} of agents busy`],
    ['assignment', percentiles(assignment)],
    ['duration', percentiles(taskDuration)],
    ...view.dependencies.map((each): [string, string] => {
      const wait = each.waitingTasks > 0 ? `, ${count(each.waitingTasks, 'task')} waiting` : '';
      const since = `${each.overridden ? ' by hand' : ''} for ${age(each.since, Date.now())}`;
      return ['dependency', `${printable(each.name)} ${word(each.status)}${since}${wait}`];
    }),
    ...view.agents
      .filter(({ status: each }) => each === 'DEGRADED')
      .map(({ id, name, statusReason }): [string, string] => [
        'degraded',
        printable(`${name} (${id}): ${statusReason ?? 'no reason given'}`),
      ]),
    ...(view.readOnly == null ? [] : [['read only', paint(view.readOnly, 'red')] as [string, string]]),
  ];
  return pairs(lines, paint);
}

function percentiles(
  values: { p50Ms: number; p95Ms: number; p99Ms: number; maxMs: number } | null | undefined,
): string {
  if (values == null) return 'nothing measured yet';
  const { p50Ms, p95Ms, p99Ms, maxMs } = values;
  return `p50 ${duration(p50Ms)}, p95 ${duration(p95Ms)}, p99 ${duration(p99Ms)}, most ${duration(maxMs)}`;
}
