import type { InputLimits } from '../../core/input-limits.js';
import { Rejection } from '../../core/rejection.js';

const POOL_NAME = /^[a-z0-9_-]{1,64}$/;

function must(holds: boolean, field: string, rule: string, limit?: number): void {
  if (holds) return;
  throw new Rejection('BAD_USER_INPUT', `${field} must be ${rule}.`, {
    field,
    ...(limit === undefined ? {} : { limit }),
  });
}

export function requireFirst(first: number, { maxPage }: InputLimits): void {
  must(first >= 1 && first <= maxPage, 'first', `from 1 to ${String(maxPage)}`, maxPage);
}

export function requireLastMs(lastMs: number): void {
  must(lastMs > 0 && lastMs <= 900_000, 'lastMs', 'above 0 and at most 900000 ms', 900_000);
}

export function requireRecords(records: number): void {
  must(records >= 0 && records <= 10_000, 'records', 'from 0 to 10000', 10_000);
}

export function requireIntervalMs(intervalMs: number): void {
  must(intervalMs >= 100 && intervalMs <= 60_000, 'intervalMs', 'from 100 to 60000 ms');
}

/** What no pool can be called is a mistake of its own, before the question whether there is one. */
export function requirePoolName(name: string): void {
  must(POOL_NAME.test(name), 'pool', '1 to 64 lower-case letters, digits, - and _');
}
