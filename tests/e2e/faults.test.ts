import { describe, expect, it } from '@jest/globals';
import { suite, whole } from '../support/fault-suite.js';

/* Short runs of the fault tests, each with a seed of its own; `npm run test:faults` runs them at length. */

describe('a server that is broken under load', () => {
  it('loses nothing, does nothing twice and shows every event once, killed with SIGKILL again and again', async () => {
    const line = await suite('kill', 4);
    expect(line).toMatchObject({ ...whole, rounds: 4 });
    expect(line.acknowledged).toBeGreaterThan(100);
    expect(line.ambiguous).toBeGreaterThan(0);
  });

  it('ends in order and loses nothing, told to stop under load, at start, twice and while it is stalled', async () => {
    const line = await suite('stop', 5);
    expect(line).toMatchObject({ ...whole, rounds: 5 });
    expect(Object.keys(line.faults)).toHaveLength(5);
    expect(line.turnedAway).toBeGreaterThan(0);
  });

  it('loses nothing on a disk that fills up, given space again, killed or told to stop meanwhile', async () => {
    const line = await suite('disk-full', 3);
    // Without root on Linux there is no disk to fill; the suite says so.
    expect(line).toMatchObject(line.rounds === 0 ? whole : { ...whole, rounds: 3 });
  });

  it('takes the results of remote workers over one restart after the other', async () => {
    const line = await suite('rolling', 2);
    expect(line).toMatchObject({ ...whole, rounds: 2 });
    expect(line.carried).toBeGreaterThan(0);
  });
});
