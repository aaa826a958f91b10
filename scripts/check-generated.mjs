// Says whether `src/generated` is what codegen would write now, without writing anything. `npm run codegen` writes it.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generate, loadContext } from '@graphql-codegen/cli';
import { filesUnder } from './lib/fingerprint.mjs';
import { ROOT } from './lib/root.mjs';

const context = await loadContext(join(ROOT, 'codegen.yml'));
context.updateConfig({ cwd: ROOT, silent: true, errorsOnly: true });
const files = await generate(context, false);

const expected = new Map(
  files.map(({ filename, content }) => [relative(ROOT, join(ROOT, filename)).replaceAll('\\', '/'), content]),
);
const present = filesUnder('src/generated');
const stale = [
  ...[...expected]
    .filter(([path, content]) => !present.includes(path) || readFileSync(join(ROOT, path), 'utf8') !== content)
    .map(([path]) => path),
  ...present.filter((path) => !expected.has(path)),
];
if (stale.length > 0) {
  console.error(`Not what codegen writes: ${stale.join(', ')}. Run npm run codegen and commit the result.`);
  process.exitCode = 1;
}
