import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';

/* Short runs of the fault tests, each with a seed of its own; `npm run test:faults` runs them at length. */

interface Line {
  readonly rounds: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly acknowledged: number;
  readonly ambiguous: number;
  readonly carried: number;
  readonly turnedAway: number;
  readonly kept: number;
  readonly leasesEnded: number;
}

/** Runs a suite as the runner does; gives the line that it ends with. */
async function suite(name: string, rounds: number): Promise<Line> {
  const args = [`tests/faults/suites/${name}.mjs`, '--rounds', String(rounds), '--seed', '7'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env: {} });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  await once(child, 'close');
  return JSON.parse(text) as Line;
}

const whole = { lost: 0, twice: 0, silent: 0, problems: [] };

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

  it('takes the results of remote workers over one restart after the other', async () => {
    const line = await suite('rolling', 2);
    expect(line).toMatchObject({ ...whole, rounds: 2 });
    expect(line.carried).toBeGreaterThan(0);
  });

  it('shows its readers every event once, beside ones that stall, are cut in a replay, and come and go', async () => {
    const line = await suite('readers', 1);
    expect(line).toMatchObject({ ...whole, rounds: 1 });
    expect(line.acknowledged).toBeGreaterThan(1_000);
  });

  it('loses nothing on a disk that fills up, given space again, killed or told to stop meanwhile', async () => {
    const line = await suite('disk-full', 3);
    // Without root on Linux there is no disk to fill; the suite says so.
    expect(line).toMatchObject(line.rounds === 0 ? whole : { ...whole, rounds: 3 });
  });

  it('lets workers keep their attempts over stalls, and is ended by its watchdog where it is blocked for good', async () => {
    const line = await suite('stalls', 1);
    expect(line).toMatchObject({ ...whole, rounds: 1, faults: { blocked: 1, stopped: 1, 'blocked for good': 1 } });
    expect(line.kept).toBeGreaterThan(0);
  });

  it('takes nothing twice from remote workers on bad lines and from ones that come back after their lease', async () => {
    const line = await suite('remote-workers', 1);
    expect(line).toMatchObject({ ...whole, rounds: 1 });
    expect(line.leasesEnded).toBeGreaterThan(0);
  });

  it('harms no work but their own with agents that misbehave, and leaves none of their processes behind', async () => {
    expect(await suite('agents', 1)).toMatchObject({ ...whole, rounds: 1 });
  });

  it('loses nothing where the processes of its agents are killed and stopped', async () => {
    expect(await suite('agent-crash', 3)).toMatchObject({ ...whole, rounds: 3 });
  });
});
