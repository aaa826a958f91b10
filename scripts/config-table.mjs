// Writes what the configuration schema says into the documents: the table in README.md and the reference in
// docs/configuration.md, each between its two marks, and the whole of .env.example. With `--check` it only says whether
// they are as they should be.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderConfigTable, renderEnvironmentExample, renderReference } from '../dist/config.js';
import { ROOT } from './lib/root.mjs';

const BEGIN = '<!-- configuration -->';
const END = '<!-- /configuration -->';

const documents = [
  { path: 'README.md', make: (before) => between(before, renderConfigTable()) },
  { path: 'docs/configuration.md', make: (before) => between(before, renderReference()) },
  { path: '.env.example', make: () => renderEnvironmentExample() },
];

for (const { path, make } of documents) {
  const file = join(ROOT, path);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const after = make(before);
  if (after === null) {
    console.error(`${path} has no place for the configuration: a line "${BEGIN}" and after it a line "${END}".`);
    process.exitCode = 1;
  } else if (after !== before && process.argv.includes('--check')) {
    console.error(`The configuration in ${path} is not that of src/config.ts: run node scripts/config-table.mjs.`);
    process.exitCode = 1;
  } else if (after !== before) {
    writeFileSync(file, after);
  }
}

/** Null where a text has no place for it. */
function between(text, content) {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin) return null;
  return `${text.slice(0, begin + BEGIN.length)}\n\n${content}\n${text.slice(end)}`;
}
