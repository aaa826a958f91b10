import { capture } from '../../src/core/snapshot.js';
import type { PoolState } from '../../src/core/state.js';

/** Everything of a state that its indexes follow from. */
export function plainOf(state: PoolState): unknown {
  const { meta, settled, keys } = capture(state);
  return {
    meta,
    settled,
    keys: [...keys].sort(([a], [b]) => (a < b ? -1 : 1)),
    tasks: [...state.tasks.values()].sort((a, b) => a.number - b.number),
    settledTasks: state.settledTasks,
    deadlines: [...state.index.deadlines.inOrder()].map(({ value }) => value),
  };
}

/** Where two values differ as JSON, with both sides; null where they do not. */
export function differenceOf(expected: unknown, found: unknown): string | null {
  const [a, b] = [JSON.stringify(expected), JSON.stringify(found)];
  if (a === b) return null;
  return difference(JSON.parse(a), JSON.parse(b), '');
}

function difference(a: unknown, b: unknown, path: string): string | null {
  if (isObject(a) && isObject(b) && Array.isArray(a) === Array.isArray(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = difference(a[key], b[key], `${path}/${key}`);
      if (found !== null) return found;
    }
    return null;
  }
  return a === b ? null : `${path} is ${JSON.stringify(b)} and should be ${JSON.stringify(a)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
