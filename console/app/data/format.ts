const NUMBER = new Intl.NumberFormat('en');

/** `12,345`. */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** `0.4 ms`, `12 ms`, `3.2 s`, `4 min 5 s`, `2 h 3 min`, `5 d 1 h`. Never negative: a clock that was set back is no reason for nonsense. */
export function duration(ms: number): string {
  const value = Math.max(0, ms);
  if (value < 10) return `${value.toFixed(1)} ms`;
  if (value < 1_000) return `${value.toFixed(0)} ms`;
  if (value < 59_950) return `${(value / 1_000).toFixed(1)} s`;
  return wholes(Math.round(value / 1_000));
}

/** As `duration` up to a minute, in as few characters as an axis has room for: `0.5 ms`, `250 ms`, `1.5 s`, `10 s`. */
export function shortDuration(ms: number): string {
  return ms < 1_000 ? `${String(Math.round(ms * 10) / 10)} ms` : `${String(Math.round(ms / 100) / 10)} s`;
}

/** As `duration`, in whole seconds at least: for what ticks. `0 s`, `12 s`, `4 min 5 s`. */
export function age(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1_000);
  return seconds < 60 ? `${String(seconds)} s` : wholes(seconds);
}

function wholes(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (minutes < 60) return two(minutes, 'min', seconds % 60, 's');
  if (hours < 24) return two(hours, 'h', minutes % 60, 'min');
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const two = (big: number, bigUnit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${String(big)} ${bigUnit}` : `${String(big)} ${bigUnit} ${String(small)} ${smallUnit}`;

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const WHOLE = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

/** The time of day of an instant, in the reader's own zone and way of writing; empty where it is none. */
export function timeOfDay(instant: string | number): string {
  return formatted(CLOCK, instant);
}

/** Date, time and zone. */
export function instantInFull(instant: string | number): string {
  return formatted(WHOLE, instant);
}

function formatted(format: Intl.DateTimeFormat, instant: string | number): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : format.format(date);
}

/** `NO_IDLE_AGENT` as people write it: `no idle agent`. */
export function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}

/** The same with a capital: `No idle agent`. */
export function label(name: string): string {
  const text = words(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The first `longest` characters: a text of a megabyte must not freeze the page. */
export function clip(text: string, longest = 300): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}
