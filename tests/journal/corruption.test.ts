import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const SUITE = fileURLToPath(new URL('../faults/suites/corruption.mjs', import.meta.url));

/** The short form of a suite that `npm run test:faults` runs at 1,000 places. */
describe('a log that is damaged anywhere', () => {
  it('gives back exactly what was acknowledged, or says what is lost, at 60 places', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [SUITE, '--rounds', '60', '--seed', '11'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const line = JSON.parse(stdout) as { detected: number; harmless: number };
    expect(line).toMatchObject({ suite: 'corruption', rounds: 60, silent: 0, problems: [] });
    expect(line.detected).toBeGreaterThan(20);
    expect(line.harmless).toBeGreaterThan(5);
  }, 120_000);
});
