// Writes `schema/schema.graphql` from the compiled schema; `--check` only says whether it is what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printSchema } from 'graphql';
import { createSchema } from '../dist/graphql/schema.js';
import { ROOT } from './lib/root.mjs';

const path = join(ROOT, 'schema/schema.graphql');
const wanted = `${printSchema(createSchema())}\n`;

if (process.argv.includes('--check')) check();
else {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, wanted);
}

function check() {
  const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (present === wanted) return;
  const [old, now] = [present.split('\n'), wanted.split('\n')];
  const line = now.findIndex((text, i) => text !== old[i]);
  console.error(`schema/schema.graphql is not what the code says, from line ${line + 1} on:`);
  console.error(`- ${old[line] ?? ''}\n+ ${now[line] ?? ''}`);
  console.error('Run npm run codegen and commit the result.');
  process.exitCode = 1;
}
