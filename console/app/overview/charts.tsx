import { lazy, Suspense, useMemo, useState, useSyncExternalStore } from 'react';
import { count, duration, shortDuration } from '../data/format';
import { metricsSeries } from '../data/metrics-series';
import { usePausedAt } from '../data/paused';
import { useShownPool } from '../data/pool-view';
import { RANGE_WORDS, useRange } from '../data/range';
import { RangeSelect } from '../shell/range-select';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import type { Line } from '../ui/chart-options';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { chartFeed } from './chart-feed';
import { FiguresTable } from './figures-table';
import styles from './charts.module.css';

/** uPlot comes behind the first screen. */
const Chart = lazy(async () => {
  try {
    return { default: (await import('../ui/chart')).Chart };
  } catch {
    // The server went between the page and its charts: all else of the page goes on. A browser may remember the failure.
    return { default: Unavailable };
  }
});

const THROUGHPUT: readonly Line[] = [
  { name: 'completed', tone: 'good', isArea: true },
  { name: 'failed', tone: 'bad' },
  { name: 'refused', tone: 'warn' },
];
const LATENCY: readonly Line[] = [
  { name: 'p99', tone: 'warn' },
  { name: 'p95', tone: 'accent', isArea: true },
  { name: 'p50', tone: 'good' },
];
const QUEUE: readonly Line[] = [
  { name: 'waiting', tone: 'accent', isArea: true },
  { name: 'bound', tone: 'bad', isBound: true },
];

const perSecond = (value: number): string => (Number.isInteger(value) ? count(value) : value.toFixed(1));

/** As high as the charts that come there, so that nothing below moves away from the pointer. */
function Places() {
  return (
    <div className={styles.charts}>
      <Skeleton lines={4} />
      <Skeleton lines={4} />
      <Skeleton lines={4} />
    </div>
  );
}

/** What the pool did in the last minutes; a reload shows the past too. One crosshair for all, and the same as a table. */
export function Charts() {
  const { range, rangeMs } = useRange();
  const [isTable, setTable] = useState(false);
  const capacity = useShownPool().data?.queueCapacity ?? null;
  const feed = useMemo(() => chartFeed(range, capacity), [range, capacity]);
  const error = useSyncExternalStore(metricsSeries.subscribe, () => metricsSeries.get().error);
  const isPaused = usePausedAt() !== null;
  const rangeS = rangeMs / 1_000;
  return (
    <Card
      title={`The last ${RANGE_WORDS[range]}`}
      aside={
        <span className={styles.aside}>
          <RangeSelect isNarrowOnly />
          <Button
            look="quiet"
            size="small"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
            title="The same figures as text"
          >
            <Icon name="table" />
            Table
          </Button>
        </span>
      }
    >
      {error !== null && !isPaused && <ErrorNotice error={error} />}
      {isTable ? (
        <FiguresTable feed={feed} rangeMs={rangeMs} />
      ) : (
        <Suspense fallback={<Places />}>
          <div className={styles.charts}>
            <Chart
              title="Throughput, tasks a second"
              lines={THROUGHPUT}
              source={feed.throughput}
              format={perSecond}
              rangeS={rangeS}
            />
            <Chart
              title="Assignment latency"
              lines={LATENCY}
              source={feed.latency}
              format={duration}
              tick={shortDuration}
              rangeS={rangeS}
            />
            <Chart title="Queue" lines={QUEUE} source={feed.queue} format={count} rangeS={rangeS} />
          </div>
        </Suspense>
      )}
    </Card>
  );
}

function Unavailable({ title }: { readonly title: string }) {
  return (
    <EmptyState
      title={title}
      action={
        <Button size="small" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      }
    >
      The server did not answer when the charts were to be loaded. The table has the figures all the same.
    </EmptyState>
  );
}
