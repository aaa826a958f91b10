// @ts-check
import { readdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { askDiscovery } from './lib/discovery-client.mjs';
import { fit } from './lib/fit.mjs';
import { badPayload, codeOf } from './lib/handler-error.mjs';
import { moved, scanImports, specifierFor } from './lib/imports.mjs';
import { risksOf, stepsOf } from './lib/migration-plan.mjs';
import { optional, path, readPayload } from './lib/payload.mjs';
import { isInside, resolveFolder, resolveInRoot, toRelative } from './lib/root.mjs';

/** @typedef {{ path: string, name: string, section: string, range: string }} Dependency */

/** Each of the lists in the result; all of them stay below the pool's 256 KiB. */
const MAX_LIST_BYTES = 40 * 1024;

/** `component` is a name or a path from the root; `target` is the folder it shall become. */
const fields = { component: path, folder: optional(path, '.'), target: path };

/**
 * Plans the move of one component and changes nothing: which files go, which imports and dependencies
 * have to follow, in which order, and what could go wrong.
 *
 * @param {import('coordination-pool/agent').TaskInput} task
 * @param {import('coordination-pool/agent').HandlerContext} ctx
 */
export async function MIGRATION({ payload }, ctx) {
  const startedAt = performance.now();
  const given = readPayload(payload, fields);
  const folder = await resolveFolder(given.folder, { field: 'folder' });
  const target = await resolveInRoot(given.target, { field: 'target', mayBeMissing: true });

  ctx.progress(0.05, 'asking the discovery service');
  const query = new URLSearchParams({ folder: folder.path });
  const component = await askDiscovery(`components/${encodeURIComponent(given.component)}?${query}`, ctx.signal);
  const { absolute: source } = await resolveFolder(component.path, { field: 'component' });
  if (isInside(source, target.absolute)) throw badPayload('target', 'must not be the component itself or inside it');

  ctx.progress(0.3, 'looking for imports');
  const { root } = folder;
  const scan = await scanImports({
    folder: folder.absolute,
    component: source,
    name: component.name,
    signal: ctx.signal,
    onFile: (count) =>
      count % 100 === 0 && ctx.progress(0.3 + 0.6 * (1 - 500 / (500 + count)), `scanned ${count} files`),
  });

  /** An import as it is now and as it has to be. @param {import('./lib/imports.mjs').Import} found */
  const change = ({ file, line, specifier }) => {
    const end = moved(resolve(dirname(file), specifier), source, target.absolute);
    return {
      file: toRelative(root, file),
      line,
      specifier,
      becomes: specifierFor(moved(file, source, target.absolute), end),
    };
  };
  const importers = scan.incoming.map(change);
  const ownImports = scan.outgoing.map(change).filter(({ specifier, becomes }) => specifier !== becomes);
  const packageImports = scan.byName.map(({ file, ...rest }) => ({ file: toRelative(root, file), ...rest }));
  const dependencies = dependencyChanges(component, { root, source, target: target.absolute });

  const facts = {
    component,
    target: target.path,
    targetEntries: await entriesIn(target.absolute),
    importers,
    ownImports,
    packageImports,
    dependencies,
    computedImports: scan.computed,
    unread: scan.skipped,
  };
  return {
    component: { name: component.name, version: component.version, path: component.path },
    target: target.path,
    files: limited(component.fileList),
    importers: limited(importers),
    ownImports: limited(ownImports),
    packageImports: limited(packageImports),
    dependencies: limited(dependencies),
    steps: stepsOf(facts),
    risks: risksOf(facts),
    scannedFiles: scan.files,
    tookMs: Math.round(performance.now() - startedAt),
  };
}

/**
 * Dependencies by path, such as `file:../here`, across the border of the component: unlike those by
 * version they break when the path does.
 *
 * @param {{ path: string, dependents: Dependency[], pathDependencies: Dependency[] }} component
 * @param {{ root: string, source: string, target: string }} move  Absolute.
 */
function dependencyChanges({ path: ownPath, dependents, pathDependencies }, { root, source, target }) {
  const own = pathDependencies.map((dependency) => ({ ...dependency, path: ownPath }));
  return [...dependents, ...own].flatMap(({ path: folder, range, ...rest }) => {
    const [, protocol, way] = /^((?:file|link|portal):)(?!\/)(.+)$/.exec(range) ?? [];
    if (protocol === undefined || way === undefined) return [];
    const manifest = resolve(root, folder, 'package.json');
    const end = resolve(root, folder, way);
    if (isInside(source, manifest) === isInside(source, end)) return [];
    const becomes = protocol + specifierFor(moved(manifest, source, target), moved(end, source, target));
    return becomes === range ? [] : [{ file: toRelative(root, manifest), ...rest, range, becomes }];
  });
}

/** @template T @param {readonly T[]} items */
function limited(items) {
  const { shown, omitted } = fit(items, MAX_LIST_BYTES);
  return { total: items.length, items: shown, omitted };
}

/** How many entries a folder has; 0 where there is none, null where it is no folder. @param {string} absolute */
async function entriesIn(absolute) {
  try {
    return (await readdir(absolute)).length;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 0 : null;
  }
}
