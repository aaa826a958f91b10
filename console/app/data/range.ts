import { useSearch } from '@tanstack/react-router';

/** How far back charts and events reach. The server keeps 15 minutes. */
export const RANGES = { '1m': 60_000, '5m': 300_000, '15m': 900_000 } as const;

export type Range = keyof typeof RANGES;

/** As people say it. */
export const RANGE_WORDS: Readonly<Record<Range, string>> = { '1m': 'minute', '5m': '5 minutes', '15m': '15 minutes' };

const WHOLE: Range = '15m';

/** The range of the address, and in milliseconds. */
export function useRange(): { readonly range: Range; readonly rangeMs: number } {
  const { range = WHOLE } = useSearch({ from: '__root__' });
  return { range, rangeMs: RANGES[range] };
}

/** As it stands in an address: nothing for the whole, and where it is none. */
export function readRange(value: unknown): { range?: Range } {
  return typeof value === 'string' && Object.hasOwn(RANGES, value) && value !== WHOLE ? { range: value as Range } : {};
}
