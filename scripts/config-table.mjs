// Writes the table of all configuration keys into README.md, between the two marks. With `--check` it only says
// whether it is there as it should be.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderConfigTable } from '../dist/config.js';
import { ROOT } from './lib/root.mjs';

const BEGIN = '<!-- configuration -->';
const END = '<!-- /configuration -->';

const path = join(ROOT, 'README.md');
const before = readFileSync(path, 'utf8');
const [begin, end] = [before.indexOf(BEGIN), before.indexOf(END)];
if (begin === -1 || end < begin) {
  console.error(`README.md has no place for the configuration: a line "${BEGIN}" and after it a line "${END}".`);
  process.exit(1);
}
const after = `${before.slice(0, begin + BEGIN.length)}\n\n${renderConfigTable()}\n${before.slice(end)}`;
if (after === before) process.exit(0);
if (process.argv.includes('--check')) {
  console.error('The configuration in README.md is not that of src/config.ts: run node scripts/config-table.mjs.');
  process.exit(1);
}
writeFileSync(path, after);
