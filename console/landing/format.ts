/** The longest text put on the page in one piece: an error text of a megabyte must not freeze it. */
const LONGEST_TEXT = 300;

export function clip(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}...`;
}

/** `0.4 ms`, `12 ms`, `3.2 s`, `5 min`, `2 h`. Never negative: a clock that was set back is no reason to show nonsense. */
export function duration(ms: number): string {
  const value = Math.max(0, ms);
  if (value < 10) return `${value.toFixed(1)} ms`;
  if (value < 1_000) return `${value.toFixed(0)} ms`;
  if (value < 60_000) return `${(value / 1_000).toFixed(1)} s`;
  if (value < 3_600_000) return `${(value / 60_000).toFixed(0)} min`;
  return `${(value / 3_600_000).toFixed(0)} h`;
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** The time of day of an instant, in the reader's own zone and way of writing. */
export function timeOfDay(instant: string | Date): string {
  const date = new Date(instant);
  return Number.isNaN(date.getTime()) ? '' : clock.format(date);
}

/** `PASSIVE_VOICE` as people write it: `passive voice`. */
export function words(name: string): string {
  return name.toLowerCase().replaceAll('_', ' ');
}
