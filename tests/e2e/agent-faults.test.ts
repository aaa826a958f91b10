import { describe, expect, it } from '@jest/globals';
import { suite, whole } from '../support/fault-suite.js';

/* Short runs of the fault tests, each with a seed of its own; `npm run test:faults` runs them at length. */

describe('those around a server, broken under load', () => {
  it('shows its readers every event once, beside ones that stall, are cut in a replay, and come and go', async () => {
    const line = await suite('readers', 1);
    expect(line).toMatchObject({ ...whole, rounds: 1 });
    expect(line.acknowledged).toBeGreaterThan(1_000);
  });

  it('lets workers keep their attempts over stalls, and is ended by its watchdog where it is blocked for good', async () => {
    const line = await suite('stalls', 1);
    expect(line).toMatchObject({ ...whole, rounds: 1, faults: { blocked: 1, stopped: 1, 'blocked for good': 1 } });
    expect(line.kept).toBeGreaterThan(0);
  });

  it('harms no work but their own with agents that misbehave, and leaves none of their processes behind', async () => {
    expect(await suite('agents', 1)).toMatchObject({ ...whole, rounds: 1 });
  });

  it('loses nothing where the processes of its agents are killed and stopped', async () => {
    expect(await suite('agent-crash', 3)).toMatchObject({ ...whole, rounds: 3 });
  });

  it('takes nothing twice from remote workers on bad lines and from ones that come back after their lease', async () => {
    const line = await suite('remote-workers', 1);
    expect(line).toMatchObject({ ...whole, rounds: 1 });
    expect(line.leasesEnded).toBeGreaterThan(0);
  });
});
