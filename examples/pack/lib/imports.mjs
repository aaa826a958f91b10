// @ts-check
import { dirname, extname, relative, resolve } from 'node:path';

import { readText } from './read-text.mjs';
import { isInside, toSlashes } from './root.mjs';
import { countReasons, walk } from './walk.mjs';

const SOURCE_EXTENSIONS = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx'];

/** `from '…'`, `import '…'`, `import('…')`, `require('…')`, `require.resolve('…')`; without a string: a computed one. */
const IMPORT =
  /(?:\bfrom\s*|\bimport\s*|\b(?:import|require|require\.resolve)\s*(\(\s*))(?:(['"])([^'"\n]+)\2|(?=[\w$`]))/g;

/**
 * One import as it is written.
 *
 * @typedef {{ file: string, line: number, specifier: string }} Import  `file` is absolute.
 */

/**
 * What moving a component changes, by a scan of the text of every source file below a folder: found
 * are imports that are written out, also those in a string or a block comment, and none that a program
 * puts together as it runs (these are counted).
 *
 * @param {{ folder: string, component: string, name: string, signal: AbortSignal, onFile: (count: number) => void }} options
 */
export async function scanImports({ folder, component, name, signal, onFile }) {
  const skipped = countReasons();
  /** @type {Import[]} */
  const incoming = [];
  /** @type {Import[]} */
  const outgoing = [];
  /** @type {Import[]} */
  const byName = [];
  let files = 0;
  let computed = 0;
  const skipFolder = (/** @type {string} */ name) => (['node_modules', '.git'].includes(name) ? 'ignoredFolder' : null);
  for await (const { absolute, name: fileName } of walk(folder, { signal, skipFolder, onSkip: skipped.add })) {
    if (!SOURCE_EXTENSIONS.includes(extname(fileName))) continue;
    const content = await readText(absolute);
    if ('reason' in content) {
      skipped.add(content.reason);
      continue;
    }
    files += 1;
    onFile(files);
    const own = isInside(component, absolute);
    for (const { specifier, line } of importsIn(content.text)) {
      if (specifier === null) computed += 1;
      else if (!/^\.\.?(\/|$)/.test(specifier)) {
        if (!own && (specifier === name || specifier.startsWith(`${name}/`)))
          byName.push({ file: absolute, line, specifier });
      } else if (own !== isInside(component, resolve(dirname(absolute), specifier))) {
        (own ? outgoing : incoming).push({ file: absolute, line, specifier });
      }
    }
  }
  return { files, incoming, outgoing, byName, computed, skipped: skipped.counts };
}

/**
 * @param {string} source
 * @returns {Generator<{ specifier: string | null, line: number }>}
 */
function* importsIn(source) {
  let line = 1;
  let counted = 0;
  for (const match of source.matchAll(IMPORT)) {
    for (; counted < match.index; counted += 1) if (source.charCodeAt(counted) === 10) line += 1;
    const [, call, , specifier] = match;
    const before = source.slice(source.lastIndexOf('\n', match.index) + 1, match.index).trimStart();
    if (before.startsWith('//') || before.startsWith('*')) continue;
    // Without a string only a call is an import: `import x` goes on to its `from`.
    if (specifier !== undefined) yield { specifier, line };
    else if (call !== undefined) yield { specifier: null, line };
  }
}

/**
 * What a relative import has to say after the move. `fromFile` and `toTarget` are where both ends are then.
 *
 * @param {string} fromFile
 * @param {string} toTarget
 */
export function specifierFor(fromFile, toTarget) {
  const way = toSlashes(relative(dirname(fromFile), toTarget)) || '.';
  return /^\.\.?(\/|$)/.test(way) ? way : `./${way}`;
}

/** Where a path below `from` is once `from` has become `to`. @param {string} path @param {string} from @param {string} to */
export function moved(path, from, to) {
  return isInside(from, path) ? resolve(to, relative(from, path)) : path;
}
