import { randomFillSync } from 'node:crypto';

/** W3C trace context of one operation. `traceparent` is what it hands on: its own span in the caller's trace. */
export interface OperationTrace {
  readonly traceId: string;
  readonly traceparent: string;
  /** The caller's span; null where he named none, and the trace is new. */
  readonly parentSpanId: string | null;
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The trace that the first usable one of `candidates` names, or a new one. What is no traceparent counts as none, as the specification has it:
 * a broken trace must not break the operation.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceFrom(...candidates: readonly unknown[]): OperationTrace {
  for (const candidate of candidates) {
    const caller = parse(candidate);
    if (caller !== null) return childOf(caller.traceId, randomHex(8), caller.flags, caller.spanId);
  }
  const random = randomHex(24);
  return childOf(random.slice(16), random.slice(0, 16), '01', null);
}

/** Taken from a supply: the system is asked for 4 KiB at once. */
function randomHex(bytes: number): string {
  if (used + bytes > SUPPLY.length) {
    randomFillSync(SUPPLY);
    used = 0;
  }
  used += bytes;
  return SUPPLY.toString('hex', used - bytes, used);
}

const SUPPLY = Buffer.alloc(4_096);
let used = SUPPLY.length;

function childOf(traceId: string, spanId: string, flags: string, parentSpanId: string | null): OperationTrace {
  return { traceId, traceparent: `00-${traceId}-${spanId}-${flags}`, parentSpanId };
}

interface Parent {
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: string;
}

function parse(header: unknown): Parent | null {
  const [, version, traceId, spanId, flags, rest] =
    (typeof header === 'string' ? FORM.exec(header.trim()) : null) ?? [];
  if (version === undefined || traceId === undefined || spanId === undefined || flags === undefined) return null;
  // Later versions may say more after the flags, version 00 not; ff is none at all.
  if (version === 'ff' || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, flags };
}
