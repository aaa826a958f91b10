import { Rejection } from '../core/rejection.js';
import type { TaskOrder } from './task-page.js';

const INITIALS: Readonly<Record<TaskOrder, string>> = { CREATED_DESC: 'd', CREATED_ASC: 'a', UPDATED_DESC: 'u' };

/** An opaque string for a place in a list of tasks in that order; only the server reads it. */
export function encodeTaskPlace(order: TaskOrder, key: number): string {
  return Buffer.from(`${INITIALS[order]}${String(key)}`).toString('base64url');
}

/** Refuses what is no such place, or one in another order (`BAD_USER_INPUT`). */
export function decodeTaskPlace(place: string, order: TaskOrder): number {
  const match = /^[\w-]{1,32}$/.test(place)
    ? /^([dau])(\d{1,16})$/.exec(Buffer.from(place, 'base64url').toString('latin1'))
    : null;
  if (match === null)
    throw new Rejection('BAD_USER_INPUT', 'after is not a place in a list of tasks.', { field: 'after' });
  if (match[1] !== INITIALS[order])
    throw new Rejection('BAD_USER_INPUT', 'after is a place in another order.', { field: 'after' });
  return Number(match[2]);
}
