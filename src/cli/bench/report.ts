import { count, duration } from '../shown.js';
import { table, type TableStyle } from '../table.js';
import type { Measured } from './run.js';

export interface Distribution {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface BenchReport {
  readonly tasks: number;
  readonly tookMs: number;
  readonly throughputPerSecond: number;
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly queueFull: number;
  /** Null where nothing was measured. */
  readonly submission: Distribution | null;
  readonly lifecycle: Distribution | null;
}

export function reportOf({ submissionsMs, lifecyclesMs, refused, ended }: Measured, tookMs: number): BenchReport {
  return {
    tasks: submissionsMs.length,
    tookMs,
    throughputPerSecond: (lifecyclesMs.length / tookMs) * 1_000,
    completed: ended.COMPLETED,
    failed: ended.FAILED,
    cancelled: ended.CANCELLED,
    queueFull: refused,
    submission: distributionOf(submissionsMs),
    lifecycle: distributionOf(lifecyclesMs),
  };
}

export function reportLines(report: BenchReport, style: TableStyle): string[] {
  const { tasks, tookMs, throughputPerSecond, completed, failed, cancelled, queueFull } = report;
  const rows = [
    { name: 'submission', of: report.submission },
    { name: 'lifecycle', of: report.lifecycle },
  ];
  return [
    `${count(tasks, 'task')} in ${duration(tookMs)}: ${throughputPerSecond.toFixed(1)} per second; ${String(completed)} completed, ` +
      `${String(failed)} failed, ${String(cancelled)} cancelled.`,
    ...(queueFull > 0 ? [`The queue was full ${count(queueFull, 'time')}; that was waited out.`] : []),
    '',
    ...table(
      [
        {
          title: 'FROM SUBMITTING TO',
          of: ({ name }) => (name === 'submission' ? 'the answer' : 'the end of the task'),
        },
        { title: 'MEAN', of: ({ of }) => duration(of?.meanMs), align: 'right' },
        { title: 'P50', of: ({ of }) => duration(of?.p50Ms), align: 'right' },
        { title: 'P95', of: ({ of }) => duration(of?.p95Ms), align: 'right' },
        { title: 'P99', of: ({ of }) => duration(of?.p99Ms), align: 'right' },
        { title: 'MOST', of: ({ of }) => duration(of?.maxMs), align: 'right' },
      ],
      rows,
      style,
    ),
  ];
}

/** Nearest rank. */
function distributionOf(samples: readonly number[]): Distribution | null {
  if (samples.length === 0) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  const meanMs = sorted.reduce((sum, each) => sum + each, 0) / sorted.length;
  return { meanMs, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99), maxMs: at(1) };
}
