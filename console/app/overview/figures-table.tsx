import { useMemo, useSyncExternalStore } from 'react';
import { count, duration, timeOfDay } from '../data/format';
import type { MetricsPoint } from '../data/metrics-series';
import { Nothing } from '../ui/time';
import type { ChartFeed } from './chart-feed';
import styles from './figures-table.module.css';

const ROWS = 30;

interface Row {
  readonly fromMs: number;
  readonly completed: number;
  readonly failed: number;
  readonly refused: number;
  readonly mostWaiting: number;
  readonly highest: readonly (number | null)[];
}

/** What the charts show, as text, the newest first: each row for a thirtieth of the range. */
export function FiguresTable({ feed, rangeMs }: { readonly feed: ChartFeed; readonly rangeMs: number }) {
  // Drawn again when a new part begins, not for each second.
  const eachMs = rangeMs / ROWS;
  const newest = useSyncExternalStore(feed.subscribe, () => partOf(feed.points().at(-1), eachMs));
  const rows = useMemo(() => rowsOf(feed.points(), eachMs, newest), [feed, eachMs, newest]);
  return (
    <div className={styles.scroll} role="region" aria-label="Figures as a table" tabIndex={0}>
      <table className={styles.table}>
        <caption className={styles.caption}>
          Each row is {duration(eachMs)}: tasks in it, the most that waited, the highest latency of a second.
        </caption>
        <thead>
          <tr>
            {['From', 'Completed', 'Failed', 'Refused', 'Waiting', 'p50', 'p95', 'p99'].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ fromMs, completed, failed, refused, mostWaiting, highest }) => (
            <tr key={fromMs}>
              <th scope="row">{timeOfDay(fromMs)}</th>
              <td>{count(completed)}</td>
              <td>{count(failed)}</td>
              <td>{count(refused)}</td>
              <td>{count(mostWaiting)}</td>
              {highest.map((value, index) => (
                <td key={index}>{value === null ? <Nothing /> : duration(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const partOf = (point: MetricsPoint | undefined, eachMs: number): number =>
  point === undefined ? 0 : Math.floor(Date.parse(point.at) / eachMs);

/** Whole parts only: the one that runs, which is `newest`, would look like a drop. */
function rowsOf(points: readonly MetricsPoint[], eachMs: number, newest: number): readonly Row[] {
  const parts = new Map<number, MetricsPoint[]>();
  for (const point of points) {
    const part = partOf(point, eachMs);
    if (part === newest) continue;
    const known = parts.get(part);
    if (known === undefined) parts.set(part, [point]);
    else known.push(point);
  }
  return [...parts].reverse().map(([part, seconds]) => ({
    fromMs: part * eachMs,
    completed: sum(seconds.map(({ completed }) => completed)),
    failed: sum(seconds.map(({ failed }) => failed)),
    refused: sum(seconds.map(({ refused }) => refused)),
    mostWaiting: Math.max(...seconds.map(({ queueLength }) => queueLength)),
    highest: (['assignmentP50Ms', 'assignmentP95Ms', 'assignmentP99Ms'] as const).map((key) =>
      highestOf(seconds.map((second) => second[key] ?? null)),
    ),
  }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function highestOf(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null);
  return measured.length === 0 ? null : Math.max(...measured);
}
