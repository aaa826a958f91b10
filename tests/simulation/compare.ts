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

/** The same of values that never change, such as moments and what is in them: each becomes JSON only once. */
export function differenceOfValues(expected: object, found: object): string | null {
  return textOf(expected) === textOf(found) ? null : differenceOf(expected, found);
}

/** The same of maps of such values, in whatever order. */
export function differenceOfMaps(
  expected: ReadonlyMap<string, object>,
  found: ReadonlyMap<string, object>,
): string | null {
  for (const [key, value] of expected) {
    const other = found.get(key);
    const what = other === undefined ? ' is missing' : differenceOfValues(value, other);
    if (what !== null) return `${key}${what}`;
  }
  if (expected.size === found.size) return null;
  return `${[...found.keys()].find((key) => !expected.has(key)) ?? ''} should not be there`;
}

const texts = new WeakMap<object, string>();

function textOf(value: object): string {
  let text = texts.get(value);
  if (text === undefined) {
    text = JSON.stringify(value);
    texts.set(value, text);
  }
  return text;
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
