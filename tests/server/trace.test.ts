import { describe, expect, it } from '@jest/globals';
import { traceFrom } from '../../src/server/trace.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const CALLER = `00-${TRACE_ID}-b7ad6b7169203331-01`;

describe('trace context', () => {
  it("goes on in the caller's trace with a span of its own", () => {
    const { traceId, traceparent } = traceFrom(CALLER);
    expect(traceId).toBe(TRACE_ID);
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`));
    expect(traceparent).not.toBe(CALLER);
  });

  it("keeps the caller's wish not to be sampled", () => {
    expect(traceFrom(CALLER.replace(/01$/, '00')).traceparent).toMatch(/-00$/);
  });

  it('takes the first that is one', () => {
    expect(traceFrom(undefined, 'nonsense', CALLER).traceId).toBe(TRACE_ID);
  });

  it('takes a later version with more at its end', () => {
    expect(traceFrom(`01-${TRACE_ID}-b7ad6b7169203331-01-more`).traceId).toBe(TRACE_ID);
  });

  it.each([
    ['nothing', undefined],
    ['a list', [CALLER]],
    ['words', 'trace me'],
    ['capital letters', CALLER.toUpperCase()],
    ['the forbidden version', CALLER.replace(/^00/, 'ff')],
    ['more at the end of version 00', `${CALLER}-more`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['a span of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
  ])('starts a new trace for %s', (_what, header) => {
    const { traceId, traceparent } = traceFrom(header);
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(traceId).not.toBe(TRACE_ID);
    expect(traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
  });
});
