import { describe, expect, it } from '@jest/globals';
import { fuzz, MAX_GROWTH_BYTES, reportLine } from './fuzz.js';

/** The same in every run: a failure of `npm test` is of the change that it comes with. `npm run fuzz` takes another each time. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 7);

const FOR_MS = 6_000;

describe('a server that is sent what nobody should send', () => {
  it('lives, answers, never stalls, tells nothing and lets go of everything', async () => {
    const report = await fuzz({ seed: SEED, forMs: FOR_MS });
    const line = reportLine(report);
    expect({ line, findings: report.findings }).toEqual({ line, findings: [] });
    expect({ line, isSmall: report.after.heapUsed - report.before.heapUsed < MAX_GROWTH_BYTES }).toEqual({
      line,
      isSmall: true,
    });
    // Timers come and go with leases, and threads with pools that inputs have made.
    const { TCPSocketWrap: before = 0 } = report.before.handles;
    const { TCPSocketWrap: after = 0 } = report.after.handles;
    expect({ line, isLetGo: after <= before }).toEqual({ line, isLetGo: true });
    expect({ line, pipes: report.after.handles['PipeWrap'] }).toEqual({
      line,
      pipes: report.before.handles['PipeWrap'],
    });
    const tallies = Object.values(report.byTransport);
    for (const { accepted, refused } of tallies)
      expect({ line, isBoth: accepted > 0 && refused > 0 }).toEqual({ line, isBoth: true });
    // So that what is let in is looked at as well.
    expect(tallies.reduce((sum, { accepted }) => sum + accepted, 0)).toBeGreaterThan(20);
  }, 120_000);
});
