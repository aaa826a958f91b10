// @ts-check
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { toRelative } from '../pack/lib/root.mjs';
import { countReasons, walk } from '../pack/lib/walk.mjs';

const MAX_COMPONENTS = 5_000;
const MAX_MANIFEST_BYTES = 1024 * 1024;
const DEPENDENCY_SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * An npm package: a folder with a `package.json` that has a name. (One without only sets options, such
 * as `"type": "module"`, for the files beside it.) Its files are those below it that belong to no
 * component further down and to no `node_modules`.
 *
 * @typedef {object} Component
 * @property {string} name
 * @property {string | null} version
 * @property {string} path  Relative to the root.
 * @property {number} files
 * @property {Record<string, string>} dependencies  Those it needs to run, with their ranges.
 *
 * @typedef {Component & { folder: string, manifest: Record<string, any>, paths: string[] }} Found
 */

/**
 * Every component below a folder, in the order of their paths.
 *
 * @param {{ root: string, folder: string, signal: AbortSignal }} where  Both absolute and free of links.
 * @returns {Promise<{ components: Found[], skipped: Record<string, number> }>}
 */
export async function findComponents({ root, folder, signal }) {
  const skipped = countReasons();
  /** @type {Map<string, string[]>} */
  const filesByFolder = new Map();
  const manifests = [];
  for await (const file of walk(folder, { signal, skipFolder: skipUnowned, onSkip: skipped.add })) {
    const siblings = filesByFolder.get(file.folder);
    if (siblings === undefined) filesByFolder.set(file.folder, [file.absolute]);
    else siblings.push(file.absolute);
    if (file.name === 'package.json') manifests.push(file.absolute);
  }

  /** @type {Map<string, Found>} */
  const found = new Map();
  for (const absolute of manifests) {
    signal.throwIfAborted();
    const read = await readManifest(absolute);
    if ('reason' in read) skipped.add(read.reason);
    else if (found.size >= MAX_COMPONENTS) skipped.add('tooManyComponents');
    else found.set(dirname(absolute), toComponent(root, dirname(absolute), read.manifest));
  }
  for (const [inFolder, files] of filesByFolder) {
    const owner = ownerOf(inFolder, folder, found);
    if (owner === undefined) continue;
    for (const file of files) owner.paths.push(toRelative(root, file));
    owner.files += files.length;
  }
  const components = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { components, skipped: skipped.counts };
}

/**
 * Which components name this one among their dependencies of any kind, and with what range.
 *
 * @param {Found} component
 * @param {readonly Found[]} all
 */
export function dependentsOf(component, all) {
  return all.flatMap(({ name, path, manifest }) =>
    DEPENDENCY_SECTIONS.flatMap((section) => {
      const range = manifest[section]?.[component.name];
      return typeof range === 'string' && path !== component.path ? [{ name, path, section, range }] : [];
    }),
  );
}

/** What the component itself depends on by path. @param {Found} component */
export function pathDependenciesOf({ path, manifest }) {
  return DEPENDENCY_SECTIONS.flatMap((section) =>
    Object.entries(manifest[section] ?? {})
      .filter(([, range]) => /^(file|link|portal):/.test(String(range)))
      .map(([name, range]) => ({ name, path, section, range: String(range) })),
  );
}

/**
 * The component's files with their sizes.
 *
 * @param {string} root
 * @param {Found} component
 */
export async function filesOf(root, { paths }) {
  const files = [];
  for (const path of paths) {
    const stats = await stat(join(root, path)).catch(() => null);
    if (stats !== null) files.push({ path, bytes: stats.size });
  }
  return files;
}

/** @param {Found} found @returns {Component} */
export function summaryOf({ name, version, path, files, dependencies }) {
  return { name, version, path, files, dependencies };
}

/** @param {string} name */
function skipUnowned(name) {
  if (name === 'node_modules') return 'nodeModules';
  return name === '.git' ? 'git' : null;
}

/** @param {string} absolute @returns {Promise<{ manifest: Record<string, any> } | { reason: string }>} */
async function readManifest(absolute) {
  try {
    if ((await stat(absolute)).size > MAX_MANIFEST_BYTES) return { reason: 'tooLargeManifest' };
    const manifest = JSON.parse(await readFile(absolute, 'utf8'));
    return typeof manifest?.name === 'string' && manifest.name !== ''
      ? { manifest }
      : { reason: 'manifestWithoutName' };
  } catch {
    return { reason: 'invalidManifest' };
  }
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {Record<string, any>} manifest
 * @returns {Found}
 */
function toComponent(root, folder, manifest) {
  const { name, version, dependencies } = manifest;
  const ranges = Object.entries(typeof dependencies === 'object' ? (dependencies ?? {}) : {});
  return {
    name,
    version: typeof version === 'string' ? version : null,
    path: toRelative(root, folder),
    files: 0,
    dependencies: Object.fromEntries(ranges.map(([dependency, range]) => [dependency, String(range)])),
    folder,
    manifest,
    paths: [],
  };
}

/**
 * @param {string} folder
 * @param {string} top
 * @param {Map<string, Found>} found
 */
function ownerOf(folder, top, found) {
  for (let current = folder; ; current = dirname(current)) {
    const owner = found.get(current);
    if (owner !== undefined || current === top || current === dirname(current)) return owner;
  }
}
