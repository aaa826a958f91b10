const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A duration for people: `830 ms`, `2.4 s`, `3m12s`, `2h5m`. Never negative: clocks differ. */
export function duration(ms: number | null | undefined): string {
  if (ms == null) return '-';
  const positive = Math.max(0, ms);
  if (positive < 10) return `${String(Math.round(positive * 10) / 10)} ms`;
  if (positive < 1_000) return `${String(Math.round(positive))} ms`;
  if (positive < 59_950) return `${(positive / 1_000).toFixed(1)} s`;
  // Just below a minute is one: it would be rounded to 60.0 s.
  const long = Math.max(positive, 60_000);
  const at = UNITS.findIndex(([, unit]) => long >= unit);
  const [name, unit] = UNITS[at] ?? UNITS[3];
  const [nextName, nextUnit] = UNITS[at + 1] ?? ['', 0];
  const rest = nextUnit === 0 ? 0 : Math.floor((long % unit) / nextUnit);
  return `${String(Math.floor(long / unit))}${name}${rest > 0 ? `${String(rest)}${nextName}` : ''}`;
}

/** How long ago an instant was. */
export function age(instant: string | null | undefined, nowMs: number): string {
  return instant == null ? '-' : duration(nowMs - Date.parse(instant));
}

export function percent(share: number | null | undefined): string {
  return share == null ? '-' : `${String(Math.round(share * 1_000) / 10)} %`;
}

export function mebibytes(bytes: number | null | undefined): string {
  return bytes == null ? '-' : `${String(Math.round(bytes / 1_048_576))} MiB`;
}

/** The clock of an instant, of the time zone here: `09:30:12`. */
export function clock(instant: string): string {
  const date = new Date(instant);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

export function count(many: number, one: string): string {
  return `${String(many)} ${one}${many === 1 ? '' : 's'}`;
}
