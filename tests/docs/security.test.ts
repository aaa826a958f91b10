import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const ROWS = readFileSync('docs/security.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [STRIDE]\d+ \|/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, id = '', threat = '', defence = '', shownBy = '', remains = '']) => ({
    id,
    threat,
    defence,
    shownBy,
    remains,
  }));

it('has threats of all six kinds, each once, with a defence and what remains', () => {
  expect(new Set(ROWS.map(({ id }) => id.charAt(0)))).toEqual(new Set('STRIDE'));
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  for (const { id, threat, defence, remains } of ROWS)
    expect([id, threat !== '', defence !== '', remains !== '']).toEqual([id, true, true, true]);
});

it.each(ROWS)('shows the defence against $id by tests that there are', ({ shownBy }) => {
  const tests = [...shownBy.matchAll(/`(tests\/[^`]+)` "([^"]+)"/g)];
  expect(tests.length).toBeGreaterThan(0);
  expect(shownBy.match(/`tests\//g)).toHaveLength(tests.length);
  for (const [, path = '', title = ''] of tests) {
    expect([path, existsSync(path)]).toEqual([path, true]);
    // As it stands behind `it(` or `describe(`, or in a table of `it.each`.
    const source = readFileSync(path, 'utf8').replaceAll("\\'", "'");
    const titles = [...source.matchAll(/(?:\b(?:it|describe)\(|\]\)\(|\w\)\(|\)\(\n?\s*)['"`]([^\n]*?)['"`],/g)].map(
      ([, each]) => each,
    );
    expect([path, titles]).toEqual([path, expect.arrayContaining([title])]);
  }
});
