import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const LONG_MS = 300_000;

describe('the simulation', () => {
  it(
    'notices when the product is broken on purpose',
    async () => {
      const program = ['scripts/simulate-mutants.mjs', '--only', 'quick'];
      const { stdout } = await promisify(execFile)(process.execPath, program, { timeout: LONG_MS });
      expect(stdout).toMatch(/answers before durability +caught by 'answers'/);
      expect(stdout).toMatch(/lease token not checked +caught by 'stale attempts'/);
      expect(stdout).toMatch(/attempt kept over an agent crash +caught by 'agent crash'/);
    },
    LONG_MS,
  );
});
