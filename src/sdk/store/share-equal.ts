/**
 * `next`, made of the objects of `previous` wherever these are equal to its own; `previous` itself where all is equal. Whoever
 * compares by identity then sees what did change. For plain data, such as JSON.
 */
export function shareEqual<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next)) return next;
  if (Array.isArray(previous) && Array.isArray(next)) return sharedList(previous, next) as T;
  return isPlain(previous) && isPlain(next) ? (sharedObject(previous, next) as T) : next;
}

type Plain = Readonly<Record<string, unknown>>;

function sharedList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const items = next.map((item, index) => shareEqual(previous[index], item));
  return items.length === previous.length && items.every((item, index) => Object.is(item, previous[index]))
    ? previous
    : items;
}

function sharedObject(previous: Plain, next: Plain): Plain {
  const keys = Object.keys(next);
  const entries = keys.map((key): [string, unknown] => [key, shareEqual(previous[key], next[key])]);
  const isSame =
    keys.length === Object.keys(previous).length &&
    entries.every(([key, value]) => key in previous && Object.is(value, previous[key]));
  return isSame ? previous : Object.fromEntries(entries);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
