/** Ids of the rows that are selected. */
export type Selection = ReadonlySet<string>;

export function toggled(selected: Selection, id: string): Selection {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** With all rows from the anchor to `id` too, in the order of `ids`; `id` alone where the anchor is not there. */
export function rangeBetween(
  selected: Selection,
  ids: readonly string[],
  anchor: string | null,
  id: string,
): Selection {
  const to = ids.indexOf(id);
  const from = anchor === null ? -1 : ids.indexOf(anchor);
  const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
  return new Set([...selected, ...ids.slice(first, last + 1)]);
}
