import { useMemo } from 'react';
import { MetricsHistoryDocument, type MetricsHistoryQuery } from '../../../src/generated/graphql';
import { useLive } from '../../../src/sdk/react/react';
import { useHeld } from '../data/paused';
import { isRead, useShownPool } from '../data/pool-view';
import { useRange } from '../data/range';
import { client } from '../data/session';
import { Card } from '../ui/card';
import { Chart, type Line } from '../ui/chart';
import { ErrorNotice } from '../ui/error-notice';
import styles from './charts.module.css';

type Point = NonNullable<MetricsHistoryQuery['pool']>['metricsHistory'][number];

/** The server keeps a point for each second; they are not worth a question more often. */
const EVERY_MS = 2_000;
const NO_POINTS: readonly Point[] = [];

const THROUGHPUT: readonly Line[] = [
  { name: 'completed', tone: 'good' },
  { name: 'failed', tone: 'bad' },
  { name: 'refused', tone: 'warn' },
];
const LATENCY: readonly Line[] = [{ name: 'assignment p95', tone: 'accent' }];
const QUEUE: readonly Line[] = [
  { name: 'waiting', tone: 'accent' },
  { name: 'bound', tone: 'bad', isBound: true },
];

/** What the pool did in the last minutes; a reload shows the past too. One crosshair for all. */
export function Charts() {
  const { rangeMs } = useRange();
  const capacity = useShownPool().data?.queueCapacity ?? null;
  const variables = { pool: client.pool, lastMs: rangeMs };
  const view = useLive(MetricsHistoryDocument, variables, { kinds: [], everyMs: EVERY_MS });
  const { data, error } = useHeld(view, String(rangeMs), isRead);
  const points = data?.pool?.metricsHistory ?? NO_POINTS;
  const charts = useMemo(() => {
    const at = points.map((point) => Date.parse(point.at) / 1_000);
    const of = (key: 'completed' | 'failed' | 'refused' | 'queueLength' | 'assignmentP95Ms') =>
      points.map((point) => point[key] ?? null);
    return {
      throughput: [at, of('completed'), of('failed'), of('refused')],
      latency: [at, of('assignmentP95Ms')],
      queue: [at, of('queueLength'), points.map(() => capacity)],
    };
  }, [points, capacity]);
  return (
    <Card title="The last minutes">
      {error !== null && <ErrorNotice error={error} />}
      <div className={styles.charts}>
        <Chart title="Throughput, tasks a second" lines={THROUGHPUT} data={charts.throughput} />
        <Chart title="Assignment latency, ms" lines={LATENCY} data={charts.latency} />
        <Chart title="Queue" lines={QUEUE} data={charts.queue} />
      </div>
    </Card>
  );
}
