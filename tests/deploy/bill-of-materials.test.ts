import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isAllowed, productionPackages } from '../../scripts/lib/licences.mjs';

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly hashes: readonly unknown[];
}

describe('the bill of materials', () => {
  it('names every package that ships, in its version and with its checksum, and none that does not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sbom-'));
    try {
      const path = join(folder, 'sbom.cdx.json');
      expect(spawnSync(process.execPath, ['scripts/sbom.mjs', path], { encoding: 'utf8' })).toMatchObject({
        status: 0,
      });
      const bill = JSON.parse(readFileSync(path, 'utf8')) as { bomFormat: string; components: readonly Component[] };
      expect(bill.bomFormat).toBe('CycloneDX');
      const named = bill.components.map(({ name, version }) => `${name}@${version}`);
      const shipped = productionPackages().map(({ name, version }) => `${name}@${version}`);
      expect(new Set(named)).toEqual(new Set(shipped));
      expect(bill.components.filter(({ hashes }) => hashes.length === 0)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a licence', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-only)', '(GPL-3.0-only OR (MIT AND ISC))', 'MIT AND BSD-3-Clause'])(
    'is allowed where allowed ones meet it: %s',
    (expression) => {
      expect(isAllowed(expression)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'GPL-3.0-only',
    '(MIT AND GPL-3.0-only)',
    'SEE LICENSE IN LICENSE',
    '(MIT',
    'OR MIT',
    'MIT ISC',
  ])('is refused where they do not, or where it is none: %s', (expression) => {
    expect(isAllowed(expression)).toBe(false);
  });
});
