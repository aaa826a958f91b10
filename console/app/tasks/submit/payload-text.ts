/** What a text says as a payload, or where it is wrong. */
export type PayloadText =
  | { readonly payload: Readonly<Record<string, unknown>>; readonly problem: null; readonly warning: string | null }
  | { readonly payload: null; readonly problem: string; readonly warning: null };

const wrong = (problem: string): PayloadText => ({ payload: null, problem, warning: null });

/** Reads a JSON object. A number that would lose digits on its way is a warning: the server would not get what stands there. */
export function readPayload(text: string): PayloadText {
  if (text.trim() === '') return { payload: {}, problem: null, warning: null };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return wrong(problemOf(error as Error, text));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return wrong('A payload is a JSON object: { … }.');
  }
  const rounded = firstRounded(text);
  const warning =
    rounded === null
      ? null
      : `${rounded} has more digits than a number keeps. Write it in quotation marks to keep them all.`;
  return { payload: value as Readonly<Record<string, unknown>>, problem: null, warning };
}

/** Browsers name the place in different ways, or not at all. */
function problemOf({ message }: Error, text: string): string {
  const place = /line (\d+) column (\d+)/.exec(message);
  if (place !== null) return `Line ${place[1] ?? ''}, column ${place[2] ?? ''}: this is no JSON. ${reasonIn(message)}`;
  const position = /position (\d+)/.exec(message);
  // The text ends too early where no place is named.
  const before = text.slice(0, position === null ? text.length : Number(position[1]));
  const lines = before.split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return `Line ${String(lines.length)}, column ${String(column)}: this is no JSON. ${reasonIn(message)}`;
}

const reasonIn = (message: string): string =>
  message.replace(/^JSON\.parse: /, '').split(/ in JSON| at position|, "| at line/)[0] ?? '';

/** The first integer outside of texts that JavaScript, and so the server, would round. */
function firstRounded(text: string): string | null {
  const outside = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  for (const [digits] of outside.matchAll(/-?\d+(?![\d.eE])/g)) {
    if (digits.length > 15 && BigInt(digits) !== BigInt(Number(digits))) return digits;
  }
  return null;
}
