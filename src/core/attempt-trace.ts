import type { TaskState } from './task.js';

/**
 * W3C trace context of one attempt of a task, for whoever carries it out to go on with: in the trace of the submission, with a span id
 * that follows from the task and the number. So the same attempt has the same one after a restart, and whoever draws its span
 * knows it without having been told. Null where the submission came with none.
 */
export function attemptTraceparent(
  { id, traceparent }: Pick<TaskState, 'id' | 'traceparent'>,
  attempt: number,
): string | null {
  if (traceparent === null) return null;
  const [version, traceId, , flags] = traceparent.split('-');
  return `${version ?? ''}-${traceId ?? ''}-${spanIdOf(`${id}/${String(attempt)}`)}-${flags ?? ''}`;
}

/** 64 bits, never all zero: two hashes (FNV-1a, from different beginnings) of a text. It hides nothing; it has to differ. */
function spanIdOf(text: string): string {
  let [high, low] = [0x811c9dc5, 0x1b873593];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ code, 0x01000193) ^ (high >>> 15);
  }
  const spanId = hex(high) + hex(low);
  return /^0+$/.test(spanId) ? '0000000000000001' : spanId;
}

function hex(bits: number): string {
  return (bits >>> 0).toString(16).padStart(8, '0');
}
