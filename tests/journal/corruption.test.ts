import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const SUITE = fileURLToPath(new URL('../faults/suites/corruption.mjs', import.meta.url));

/** The short form of a suite that `npm run test:faults` runs at 1,000 places. */
describe('a log that is damaged anywhere', () => {
  it('gives back exactly what was acknowledged, or says what is lost, at 40 places', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SUITE, '--rounds', '40', '--seed', '11'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const line = JSON.parse(stdout) as { acknowledged: number; detected: number; harmless: number };
    expect(line).toMatchObject({ suite: 'corruption', rounds: 40, lost: 0, twice: 0, silent: 0, problems: [] });
    expect(line.acknowledged).toBeGreaterThan(100);
    expect(line.detected).toBeGreaterThan(20);
    expect(line.harmless).toBeGreaterThan(0);
  }, 120_000);
});
