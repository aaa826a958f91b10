import type { EpochMs } from '../core/time.js';
import { Samples } from './samples.js';

/** What a pool was like at the end of a second, and what happened in it. */
export interface SecondPoint {
  readonly atMs: EpochMs;
  readonly queueLength: number;
  readonly busyAgents: number;
  readonly agents: number;
  readonly completed: number;
  readonly failed: number;
  readonly refused: number;
  readonly assignmentP50Ms: number | null;
  readonly assignmentP95Ms: number | null;
  readonly assignmentP99Ms: number | null;
}

export interface Gauges {
  readonly queueLength: number;
  readonly busyAgents: number;
  readonly agents: number;
}

const KEPT = 900;

/**
 * One point per second for the last 15 minutes. There is no timer: seconds in which nothing happened
 * are filled in when somebody looks or the next thing happens, for then the gauges stood still.
 */
export class Seconds {
  readonly #points: SecondPoint[] = [];
  readonly #gauges: () => Gauges;
  #second: number;
  #completed = 0;
  #failed = 0;
  #refused = 0;
  #latency: Samples | null = null;

  constructor(nowMs: EpochMs, gauges: () => Gauges) {
    this.#second = Math.floor(nowMs / 1_000);
    this.#gauges = gauges;
  }

  /** Call before a change at `nowMs`, so that the seconds since the last one get the gauges that held in them. */
  advance(nowMs: EpochMs): void {
    const now = Math.floor(nowMs / 1_000);
    if (now <= this.#second) return;
    const from = Math.max(this.#second, now - KEPT);
    for (let second = from; second < now; second += 1) this.#close(second);
    this.#second = now;
  }

  completed(): void {
    this.#completed += 1;
  }

  failed(): void {
    this.#failed += 1;
  }

  refused(): void {
    this.#refused += 1;
  }

  assigned(latencyMs: number): void {
    (this.#latency ??= new Samples(256)).add(latencyMs);
  }

  /** Points of the last `lastMs`, oldest first; the running second is not among them. */
  points(nowMs: EpochMs, lastMs: number): readonly SecondPoint[] {
    this.advance(nowMs);
    return this.#points.filter(({ atMs }) => atMs > nowMs - lastMs - 1_000);
  }

  /** Completed per second over the last minute, or since the start where that is less. */
  throughput(nowMs: EpochMs): number {
    const points = this.points(nowMs, 60_000);
    const total = points.reduce((sum, { completed }) => sum + completed, this.#completed);
    return total / (points.length + 1);
  }

  #close(second: number): void {
    const latency = this.#latency?.percentiles() ?? null;
    this.#points.push({
      atMs: second * 1_000,
      ...this.#gauges(),
      completed: this.#completed,
      failed: this.#failed,
      refused: this.#refused,
      assignmentP50Ms: latency?.p50Ms ?? null,
      assignmentP95Ms: latency?.p95Ms ?? null,
      assignmentP99Ms: latency?.p99Ms ?? null,
    });
    if (this.#points.length > KEPT) this.#points.splice(0, this.#points.length - KEPT);
    this.#completed = 0;
    this.#failed = 0;
    this.#refused = 0;
    this.#latency = null;
  }
}
