import { metricsSeries, type MetricsPoint } from '../data/metrics-series';
import { pausedAtMs } from '../data/paused';
import { RANGES, type Range } from '../data/range';
import type { ChartSource, Columns } from '../ui/chart';

/** What the charts of the overview show. */
export interface ChartFeed {
  readonly throughput: ChartSource;
  readonly latency: ChartSource;
  readonly queue: ChartSource;
  /** The points themselves, for what is no chart. */
  readonly points: () => readonly MetricsPoint[];
  readonly subscribe: (listener: () => void) => () => void;
}

type Measured = Exclude<keyof MetricsPoint, 'at' | '__typename'>;

/** How the values of several seconds become one: what happens is told as so many a second, what stands by its highest. */
type Joining = 'mean' | 'highest';

/** Seconds that share a point: more would be a scribble on so few pixels. */
const SHARED_S: Readonly<Record<Range, number>> = { '1m': 1, '5m': 2, '15m': 5 };

/** The points as they were when the view was paused; null while it is live. */
let held: readonly MetricsPoint[] | null = null;
pausedAtMs.subscribe(() => {
  held = pausedAtMs.get() === null ? null : metricsSeries.get().points;
});

/** The figures of the last minutes, as columns; held while the view is paused. `capacity` is the bound of the queue. */
export function chartFeed(range: Range, capacity: number | null): ChartFeed {
  const rangeMs = RANGES[range];
  const points = (): readonly MetricsPoint[] => {
    const all = held ?? metricsSeries.get().points;
    const last = all.at(-1);
    if (last === undefined) return all;
    const fromMs = Date.parse(last.at) - rangeMs;
    return all.filter(({ at }) => Date.parse(at) >= fromMs);
  };
  const subscribe = (listener: () => void): (() => void) => {
    const leave = metricsSeries.subscribe(() => {
      if (held === null) listener();
    });
    const leavePaused = pausedAtMs.subscribe(() => {
      if (held === null) listener();
    });
    return () => {
      leave();
      leavePaused();
    };
  };
  const source = (keys: readonly Measured[], joining: Joining, bound?: number | null): ChartSource => ({
    subscribe,
    get: () => columnsOf(points(), SHARED_S[range], keys, joining, bound),
  });
  return {
    points,
    subscribe,
    throughput: source(['completed', 'failed', 'refused'], 'mean'),
    latency: source(['assignmentP99Ms', 'assignmentP95Ms', 'assignmentP50Ms'], 'highest'),
    queue: source(['queueLength'], 'highest', capacity),
  };
}

function columnsOf(
  points: readonly MetricsPoint[],
  sharedS: number,
  keys: readonly Measured[],
  joining: Joining,
  bound: number | null | undefined,
): Columns {
  const at: number[] = [];
  const columns: (number | null)[][] = keys.map(() => []);
  for (const [second, seconds] of shares(points, sharedS)) {
    const before = at.at(-1);
    // Of what lies between nothing is known: no line is drawn over it.
    if (before !== undefined && second > before + sharedS) {
      at.push(before + sharedS);
      for (const column of columns) column.push(null);
    }
    at.push(second);
    keys.forEach((key, column) => columns[column]?.push(joined(seconds, key, joining)));
  }
  return [at, ...columns, ...(bound === undefined ? [] : [at.map(() => bound)])];
}

/** The points by the beginning of the share that they belong to, which does not move with time. */
function shares(points: readonly MetricsPoint[], sharedS: number): ReadonlyMap<number, readonly MetricsPoint[]> {
  const found = new Map<number, MetricsPoint[]>();
  for (const point of points) {
    const second = Math.floor(Date.parse(point.at) / 1_000 / sharedS) * sharedS;
    const share = found.get(second);
    if (share === undefined) found.set(second, [point]);
    else share.push(point);
  }
  return found;
}

function joined(seconds: readonly MetricsPoint[], key: Measured, joining: Joining): number | null {
  const values = seconds.map((second) => second[key] ?? null).filter((value) => value !== null);
  if (values.length === 0) return null;
  return joining === 'highest' ? Math.max(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;
}
