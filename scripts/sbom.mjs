// `npm run sbom`: writes what ships with the product, with versions, licences and checksums, as CycloneDX 1.5 in JSON to
// .cache/sbom.cdx.json, or where the parameter says: `npm run sbom -- sbom.cdx.json`.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runNpm } from './lib/run.mjs';

const target = resolve(process.argv[2] ?? join(ROOT, '.cache/sbom.cdx.json'));
const folder = mkdtempSync(join(tmpdir(), 'sbom-'));
try {
  layOutProduction();
  const { ok, output } = await runNpm([
    'sbom',
    '--package-lock-only',
    '--sbom-format',
    'cyclonedx',
    '--prefix',
    folder,
  ]);
  if (!ok) throw new Error(output);
  const bill = JSON.parse(output);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`${target}: ${String(bill.components.length)} components`);
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * A project without anything for development. `npm sbom --omit dev` in our own leaves out whatever something for development needs
 * as well: of 200 packages 37, ws and graphql among them (npm 11.19).
 */
function layOutProduction() {
  const manifest = read('package.json');
  const lock = read('package-lock.json');
  delete manifest.devDependencies;
  delete lock.packages[''].devDependencies;
  const shipped = Object.entries(lock.packages).filter(([, { dev }]) => !dev);
  write('package.json', manifest);
  write('package-lock.json', { ...lock, packages: Object.fromEntries(shipped) });
}

function read(name) {
  return JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
}

function write(name, content) {
  writeFileSync(join(folder, name), JSON.stringify(content));
}
