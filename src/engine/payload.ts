import { Rejection } from '../core/rejection.js';

/** Lists and objects within each other. */
const MAX_NESTING = 64;

/** Refuses a JSON value that is nested too deeply (`BAD_USER_INPUT`) or larger than `maxBytes` in UTF-8 (`PAYLOAD_TOO_LARGE`). */
export function requireBoundedJson(value: unknown, field: string, maxBytes: number): void {
  if (typeof value === 'object' && value !== null) requireBoundedNesting(value, field);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= maxBytes) return;
  const message = `${field} is ${String(bytes)} bytes as JSON; at most ${String(maxBytes)} are taken.`;
  throw new Rejection('PAYLOAD_TOO_LARGE', message, { field, limit: maxBytes });
}

/** Level by level and not by recursion, for what is nested too deeply must not overflow the stack. */
function requireBoundedNesting(value: object, field: string): void {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MAX_NESTING) {
      const message = `${field} is nested more deeply than ${String(MAX_NESTING)} levels.`;
      throw new Rejection('BAD_USER_INPUT', message, { field, limit: MAX_NESTING });
    }
    level = level.flatMap((each) => Object.values(each).filter(isContainer));
  }
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** JSON whose text does not depend on the order of keys. The value's nesting must be bounded. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isContainer(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}
