// `npm run api`: writes the reference of what the package exports into `docs/api`, from the docstrings, a page for each entry.
// With `--check` it only says whether it is there as it should be. Either way it complains of an export without a docstring.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Application, LogLevel } from 'typedoc';
import { filesUnder } from './lib/fingerprint.mjs';
import { ROOT } from './lib/root.mjs';

const REFERENCE = 'docs/api';
const isCheck = process.argv.includes('--check');
const target = isCheck ? '.cache/api' : REFERENCE;

const entries = entriesOf(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).exports);
const app = await Application.bootstrapWithPlugins({
  plugin: ['typedoc-plugin-markdown'],
  outputs: [{ name: 'markdown', path: join(ROOT, target) }],
  logLevel: LogLevel.Warn,
  tsconfig: join(ROOT, 'tsconfig.json'),
  entryPoints: entries.map(({ source }) => join(ROOT, source)),
  // What stands in the reference has to be explained there; fields and methods may speak for themselves.
  validation: { notExported: false, notDocumented: true, invalidLink: true, rewrittenLink: true, invalidPath: true },
  requiredToBeDocumented: ['Class', 'Interface', 'TypeAlias', 'Function', 'Variable', 'Enum'],
  ...{ readme: 'none', disableSources: true, excludeExternals: true, githubPages: false },
  ...{ outputFileStrategy: 'modules', entryFileName: 'README', hidePageHeader: true, hideBreadcrumbs: true },
  ...{ parametersFormat: 'table', interfacePropertiesFormat: 'table', classPropertiesFormat: 'table' },
});

const project = await app.convert();
if (project === undefined) process.exit(1);
project.name = 'API reference';
for (const module of project.children ?? []) {
  module.name = entries.find(({ source }) => source.startsWith(`src/${module.name}.ts`))?.name ?? module.name;
}
app.validate(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
rmSync(join(ROOT, target), { recursive: true, force: true });
await app.generateOutputs(project);
if (isCheck) compare();

/** The modules that the package exports: their names, and the files that they are compiled from. */
function entriesOf(exports) {
  return Object.entries(exports)
    .filter(([, { types }]) => types !== undefined)
    .map(([name, { types }]) => ({ name: name.replace('./', ''), source: sourceOf(types) }))
    .filter(({ source }) => !source.startsWith('src/generated/'));
}

function sourceOf(types) {
  const stem = types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '');
  return existsSync(join(ROOT, `${stem}.tsx`)) ? `${stem}.tsx` : `${stem}.ts`;
}

function compare() {
  const pages = (folder) => filesUnder(folder).map((path) => [path.slice(folder.length), textOf(path)]);
  const [made, kept] = [new Map(pages(target)), new Map(pages(REFERENCE))];
  const stale = [...new Set([...made.keys(), ...kept.keys()])].filter((page) => made.get(page) !== kept.get(page));
  if (stale.length === 0) return;
  console.error(`Not what the docstrings say: ${stale.map((page) => REFERENCE + page).join(', ')}. Run npm run api.`);
  process.exitCode = 1;
}

function textOf(path) {
  return readFileSync(join(ROOT, path), 'utf8');
}
