import { Rejection } from '../core/rejection.js';

/** A payload or a result as JSON in UTF-8. */
export const MAX_PAYLOAD_BYTES = 262_144;
/** Lists and objects within each other. */
const MAX_NESTING = 64;

/** Refuses a JSON value that is nested too deeply (`BAD_USER_INPUT`) or too large (`PAYLOAD_TOO_LARGE`). */
export function requireBoundedJson(value: unknown, field: string): void {
  if (typeof value === 'object' && value !== null) requireBoundedNesting(value, field);
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes <= MAX_PAYLOAD_BYTES) return;
  const message = `${field} is ${String(bytes)} bytes as JSON; at most ${String(MAX_PAYLOAD_BYTES)} are taken.`;
  throw new Rejection('PAYLOAD_TOO_LARGE', message, { field, limit: MAX_PAYLOAD_BYTES });
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
