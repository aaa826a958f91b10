import { MetricsHistoryDocument, type MetricsHistoryQuery } from '../../../src/generated/graphql';
import { pause, pauseMs } from '../../../src/sdk/pause';
import { client } from './session';
import { stored, type Stored } from './stored';

/** One second of the pool. */
export type MetricsPoint = NonNullable<MetricsHistoryQuery['pool']>['metricsHistory'][number];

export interface MetricsSeries {
  /** Oldest first, each second once; those of 15 minutes at most. */
  readonly points: readonly MetricsPoint[];
  /** Why the newest question had no answer; null where it had. */
  readonly error: Error | null;
  readonly isRead: boolean;
}

/** What the server keeps. */
const WHOLE_MS = 900_000;
const MOST_POINTS = WHOLE_MS / 1_000;
const EVERY_MS = 1_000;
/** Asked for beyond the newest point: the answer is some time on its way, and clocks differ a little. */
const SPARE_MS = 5_000;

const series = stored<MetricsSeries>({ points: [], error: null, isRead: false });
let users = 0;
let ending = new AbortController();

/**
 * The figures of the pool second by second: the past first, then each new second as it comes. Read outside of React, and only while
 * somebody listens. After an absence all that was missed is read; what the server itself has lost since stays as it was seen.
 */
export const metricsSeries: Pick<Stored<MetricsSeries>, 'get' | 'subscribe'> = {
  get: series.get,
  subscribe(listener) {
    const leave = series.subscribe(listener);
    users += 1;
    if (users === 1) {
      ending = new AbortController();
      void follow(ending.signal);
    }
    return () => {
      leave();
      users -= 1;
      if (users === 0) ending.abort();
    };
  },
};

async function follow(signal: AbortSignal): Promise<void> {
  let readAtMs = 0;
  for (let failures = 0; ;) {
    try {
      const askedAtMs = performance.now();
      const sinceMs = readAtMs === 0 ? WHOLE_MS : askedAtMs - readAtMs;
      const lastMs = Math.min(WHOLE_MS, sinceMs + SPARE_MS);
      const { pool } = await client.request(
        MetricsHistoryDocument,
        { pool: client.pool, lastMs },
        { signal, retryForMs: 0 },
      );
      readAtMs = askedAtMs;
      failures = 0;
      series.set({ points: joined(series.get().points, pool?.metricsHistory ?? []), error: null, isRead: true });
    } catch (error) {
      if (isOver(signal)) return;
      failures += 1;
      series.set({ ...series.get(), error: error as Error });
    }
    await pause(failures === 0 ? EVERY_MS : pauseMs(failures), signal).catch(() => undefined);
    if (isOver(signal)) return;
  }
}

const isOver = ({ aborted }: AbortSignal): boolean => aborted;

/** The newer answer counts where both have the same second. */
function joined(before: readonly MetricsPoint[], now: readonly MetricsPoint[]): readonly MetricsPoint[] {
  const first = now[0];
  if (first === undefined) return before;
  const fromMs = Date.parse(first.at);
  return [...before.filter(({ at }) => Date.parse(at) < fromMs), ...now].slice(-MOST_POINTS);
}
