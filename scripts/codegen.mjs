// `npm run codegen`: after a change to the public schema, writes `schema/schema.graphql` and then `src/generated`.
import { join } from 'node:path';
import { PREPARATIONS } from './lib/prepare.mjs';
import { ROOT } from './lib/root.mjs';
import { runNode, stopOnSignals } from './lib/run.mjs';

stopOnSignals();
const [install, build] = PREPARATIONS;
// The build may well fail, where code already uses what is about to be generated; it still compiles the schema.
const steps = [
  { isNeeded: install.isDue, make: install.make, mayFail: false },
  { isNeeded: build.isDue, make: build.make, mayFail: true },
  { make: () => runNode(['scripts/emit-schema.mjs']) },
  { make: () => runNode([join(ROOT, 'node_modules/@graphql-codegen/cli/cjs/bin.js'), '--config', 'codegen.yml']) },
];
for (const { isNeeded = () => true, make, mayFail = false } of steps) {
  if (!isNeeded()) continue;
  const { ok, output } = await make();
  if (ok || mayFail) continue;
  process.stderr.write(output);
  process.exit(1);
}
