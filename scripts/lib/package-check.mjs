import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from './package-contents.mjs';
import { ROOT } from './root.mjs';
import { runNode, runNpm } from './run.mjs';

const FOLDER = join(ROOT, '.cache/package');

/** Modules are all ESM, so how a `require` would fare, and compilers from before `exports`, is of no interest. */
const PROFILE = ['--profile', 'esm-only'];

/**
 * Packs the package and has it judged: what is in it, its `exports` by publint, and its types, from each of these, by
 * are-the-types-wrong.
 *
 * @returns {Promise<import('./checks.mjs').Outcome>}
 */
export async function checkPackage() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const packed = await runNpm(['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', FOLDER]);
  if (!packed.ok) return packed;
  const [{ filename, files, size, unpackedSize }] = JSON.parse(packed.output);
  const tarball = join(FOLDER, filename);
  const problems = problemsOf(
    files.map(({ path }) => path),
    (path) => readFileSync(join(ROOT, path), 'utf8'),
  );
  const judged = [
    await runNode([join(ROOT, 'node_modules/publint/src/cli.js'), tarball, '--strict']),
    await runNode([join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js'), tarball, ...PROFILE, ...typeless()]),
  ];
  return {
    ok: problems.length === 0 && judged.every(({ ok }) => ok),
    output: [...problems.map((problem) => `${problem}\n`), ...judged.map(({ output }) => output)].join(''),
    note: `${megabytes(size)} packed, ${megabytes(unpackedSize)} unpacked, ${String(files.length)} files`,
  };
}

/** Entries that are no modules have no types. */
function typeless() {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const names = Object.keys(exports).filter((name) => typeof exports[name] === 'string');
  return names.length === 0 ? [] : ['--exclude-entrypoints', ...names];
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
