import { describe, expect, it } from '@jest/globals';
import { fuzz, reportLine } from './fuzz.js';

/** Another one each day, so that years of runs look at more than one. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Date.now() / 86_400_000));

const FOR_MS = 6_000;
const MAX_GROWTH_BYTES = 40_000_000;

describe('a server that is sent what nobody should send', () => {
  it('lives, answers, never stalls, tells nothing and lets go of everything', async () => {
    const report = await fuzz({ seed: SEED, forMs: FOR_MS });
    const line = reportLine(report);
    expect({ line, findings: report.findings }).toEqual({ line, findings: [] });
    expect({ line, isSmall: report.after.heapUsed - report.before.heapUsed < MAX_GROWTH_BYTES }).toEqual({
      line,
      isSmall: true,
    });
    // Timers come and go with leases.
    const [before, after] = [report.before, report.after].map(
      ({ handles: { TCPSocketWrap, PipeWrap, MessagePort } }) => ({
        ...{ TCPSocketWrap, PipeWrap, MessagePort },
      }),
    );
    expect({ line, after }).toEqual({ line, after: before });
    for (const tally of Object.values(report.byTransport)) {
      expect(tally.accepted).toBeGreaterThan(20);
      expect(tally.refused).toBeGreaterThan(20);
    }
  }, 60_000);
});
