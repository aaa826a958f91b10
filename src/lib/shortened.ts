const MAX_SHOWN = 64;

/** A caller's own text for a message: an answer must not grow with what was sent. */
export function shortened(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}
