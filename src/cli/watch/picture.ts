import { agentColumns } from '../commands/agent-list.js';
import { taskColumns } from '../commands/task-list.js';
import { toneOf, type Paint } from '../paint.js';
import { cutTo, padTo, printable, widthOf } from '../printable.js';
import { age, clock, count, duration, percent } from '../shown.js';
import { table } from '../table.js';
import type { Watched } from './watched.js';

export interface PictureOptions {
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  readonly nowMs: number;
  /** Since when the picture is held; null while it is not. */
  readonly heldSinceMs: number | null;
}

const BAR_WIDTH = 16;
const NEARLY_FULL = 0.8;

/** The lines of the screen, at most `rows` of at most `columns`. Nothing but its parameters goes into it. */
export function picture(watched: Watched, options: PictureOptions): string[] {
  const { columns, rows, paint, nowMs } = options;
  const { view, events } = watched;
  const style = { paint, width: columns };
  const head = [...top(watched, options), ...banners(watched, options)];
  // Each of three sections has a line above it, and the last line is the footer's.
  const room = Math.max(0, rows - head.length - 4);
  const agents = Math.min(view.agents.length, Math.max(1, Math.floor(room * 0.35)));
  const tasks = Math.min(view.tasks.nodes.length, Math.floor((room - agents) / 2));
  const shownEvents = Math.max(0, room - agents - tasks);
  const agentTitles = agentColumns(nowMs).filter(
    ({ title }) => columns >= 110 || !['AGENT', 'KIND', 'MEAN'].includes(title),
  );
  const taskTitles = taskColumns(nowMs).filter(({ title }) => columns >= 70 || !['PRI', 'TRIES'].includes(title));
  const lines = [
    ...head,
    ...table(agentTitles, view.agents.slice(0, agents), style),
    ...table(taskTitles, view.tasks.nodes.slice(0, tasks), style),
    paint('EVENTS', 'dim'),
    ...events.slice(0, shownEvents).map(({ occurredAt, kind, name, summary }) => {
      const start = `${clock(occurredAt)}  ${padTo(kind, 10)}  `;
      const rest = cutTo(printable(summary), Math.max(0, columns - start.length - 18));
      return `${paint(start, 'dim')}${paint(padTo(name, 16), toneOf(name))}  ${rest}`;
    }),
  ].slice(0, rows - 1);
  const filler = Array.from({ length: rows - 1 - lines.length }, () => '');
  return [
    ...lines,
    ...filler,
    paint(cutTo(`q quit   p ${options.heldSinceMs === null ? 'hold' : 'go on'}   ${watched.url}`, columns), 'dim'),
  ];
}

function top({ pool, view, link, asOfMs }: Watched, { columns, paint, nowMs, heldSinceMs }: PictureOptions): string[] {
  const { metrics } = view;
  const stale = duration(nowMs - asOfMs);
  const [state, tone] =
    heldSinceMs !== null
      ? ([`held for ${duration(nowMs - heldSinceMs)}`, 'yellow'] as const)
      : link.phase === 'live'
        ? ([`live, ${duration(link.latencyMs)}`, 'green'] as const)
        : ([`reconnecting, this is ${stale} old`, 'red'] as const);
  const name = printable(pool);
  const space = columns - widthOf(name) - view.status.length - view.health.length - state.length - 4;
  const title = `${paint(name, 'bold')}  ${paint(view.status, toneOf(view.status))}  ${paint(view.health, toneOf(view.health))}`;
  const busy = metrics.agentsByStatus
    .filter(({ status }) => status === 'ANALYZING' || status === 'EXECUTING')
    .reduce((sum, { count: many }) => sum + many, 0);
  const settled = metrics.tasksCompleted + metrics.tasksFailed;
  const filled = view.queueCapacity === 0 ? 0 : view.queueLength / view.queueCapacity;
  const bar = '#'.repeat(Math.round(filled * BAR_WIDTH)).padEnd(BAR_WIDTH, '-');
  const figures = [
    `queue [${bar}] ${String(view.queueLength)}/${String(view.queueCapacity)}`,
    `busy ${String(busy)}/${String(view.size)}`,
    `done ${metrics.throughputPerSecond.toFixed(1)}/s`,
    `assignment p95 ${duration(metrics.assignmentLatency?.p95Ms)}`,
    `failed ${percent(settled === 0 ? null : metrics.tasksFailed / settled)}`,
    `oldest ${duration(metrics.oldestPendingMs)}`,
  ];
  return [
    `${title}${' '.repeat(Math.max(2, space))}${paint(state, tone)}`,
    ...wrapped(figures, columns).map((line) => (filled >= NEARLY_FULL ? paint(line, 'yellow') : line)),
  ];
}

/** Only while something is wrong: what, since when, and what it holds up. */
function banners({ view, link }: Watched, { columns, paint, nowMs }: PictureOptions): string[] {
  const lines = [
    ...(link.phase === 'live' ? [] : [link.problem]),
    ...(view.readOnly == null ? [] : [`The pool can only be read: ${view.readOnly}`]),
    ...view.dependencies
      .filter(({ status }) => status === 'DOWN')
      .map(({ name, since, gatedTypes, waitingTasks }) => {
        const what = `${name} is DOWN for ${age(since, nowMs)}: ${gatedTypes.join(', ')} wait`;
        return `${what}, ${count(waitingTasks, 'task')} now`;
      }),
    ...view.agents
      .filter(({ status }) => status === 'DEGRADED')
      .map(({ name, statusReason }) => `${name} is DEGRADED: ${statusReason ?? 'no reason given'}`),
  ];
  return lines.map((line) => paint(cutTo(`! ${printable(line)}`, columns), 'red'));
}

/** As many to a line as fit. */
function wrapped(parts: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const together = `${last ?? ''}   ${part}`;
    if (last !== undefined && widthOf(together) <= columns) lines[lines.length - 1] = together;
    else lines.push(cutTo(part, columns));
  }
  return lines;
}
