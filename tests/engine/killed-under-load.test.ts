import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = 'tests/engine/load-program.mjs';
const ROUNDS = 5;
/** Of 500 tasks each: some snapshots and clean-ups are made meanwhile, and one may be under way. */
const REPORTS = [3, 5, 4, 7, 6];

interface Opened {
  readonly event: 'open';
  readonly total: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly retained: number;
  readonly earliest: number;
  readonly last: number;
}

type Line = Opened | { readonly event: 'acknowledged'; readonly total: number };

/** Runs until it has reported so often, and kills it there; gives what it found, and the last count it acknowledged. */
async function run(
  directory: string,
  mode: 'load' | 'check',
  reports: number,
): Promise<{ opened: Opened; acknowledged: number }> {
  const child = spawn(process.execPath, [PROGRAM, directory, mode], { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  const exited = once(child, 'exit');
  let opened: Opened | null = null;
  let acknowledged = 0;
  let heard = 0;
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text) as Line;
    if (line.event === 'open') opened = line;
    else acknowledged = line.total;
    if (line.event === 'acknowledged' && (heard += 1) === reports) child.kill('SIGKILL');
  }
  await exited;
  if (opened === null) throw new Error('it did not open');
  return { opened, acknowledged };
}

describe('a pool that is killed under load again and again', () => {
  it('has every acknowledged task, a log without a gap, and figures that add up, over snapshots and their clean-up', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'killed-'));
    try {
      let acknowledged = 0;
      let last = 0;
      for (let round = 0; round <= ROUNDS; round += 1) {
        const { opened, ...ran } = await run(directory, round === ROUNDS ? 'check' : 'load', REPORTS[round] ?? 0);
        expect(opened.total).toBeGreaterThanOrEqual(acknowledged);
        expect(opened.last).toBeGreaterThan(last);
        expect(Object.values(opened.byStatus).reduce((sum, count) => sum + count, 0)).toBe(opened.total);
        expect(opened.retained).toBeLessThanOrEqual(1_000 + 8);
        ({ last } = opened);
        ({ acknowledged } = ran);
        // Compacted: it does not keep everything for ever.
        if (round > 2) expect(opened.earliest).toBeGreaterThan(0);
      }
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
});
