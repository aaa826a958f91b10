// @ts-check

/**
 * The first items that fit into `maxBytes` of JSON, and how many were left out: a result over the
 * pool's limit (256 KiB) would fail the whole task.
 *
 * @template T
 * @param {readonly T[]} items
 * @param {number} maxBytes
 * @returns {{ shown: T[], omitted: number }}
 */
export function fit(items, maxBytes) {
  const shown = [];
  let bytes = 2;
  for (const item of items) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > maxBytes) break;
    shown.push(item);
  }
  return { shown, omitted: items.length - shown.length };
}
