import { z } from 'zod';

/** A JSON value whole, or where that is too long the beginning of its JSON as text. */
export interface ShownValue {
  readonly value: unknown;
  readonly shortened: boolean;
  /** Of the whole as JSON. */
  readonly characters: number;
}

export function shownValue(value: unknown, maxCharacters: number): ShownValue {
  const json = JSON.stringify(value ?? null);
  if (json.length <= maxCharacters) return { value: value ?? null, shortened: false, characters: json.length };
  return { value: cut(json, maxCharacters), shortened: true, characters: json.length };
}

/** For people: at most `most` characters, and a sign where there was more. */
export function cutText(text: string, most: number): string {
  return text.length <= most ? text : `${cut(text, most - 1)}…`;
}

/** Leaves no half of a surrogate pair at the end. */
function cut(text: string, most: number): string {
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}

export const instant = z.string().describe('RFC 3339, UTC');

export function instantOf(ms: number): string;
export function instantOf(ms: number | null): string | null;
export function instantOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
