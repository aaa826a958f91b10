// @ts-check
import { lstat, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

import { HandlerError, badPayload, codeOf } from './handler-error.mjs';

/**
 * A path that has been checked. `absolute` is free of symbolic links; `path` is the same relative to
 * the root, with `/` on every system, and `.` for the root itself.
 *
 * @typedef {{ absolute: string, path: string, root: string }} Located
 */

/** The only folder tree that tasks may read: `AGENT_ROOT`, else the current folder. */
function agentRoot() {
  return process.env['AGENT_ROOT'] ?? process.cwd();
}

/**
 * Finds `input` (relative to the root, or absolute) and refuses whatever leads out of the root, by
 * `..`, by an absolute path or by a symbolic link, with OUTSIDE_ROOT. What is outside is refused the
 * same whether it exists or not. Inside, a missing path is NOT_FOUND, unless `mayBeMissing`.
 *
 * @param {string} input
 * @param {{ field: string, root?: string, mayBeMissing?: boolean }} options
 * @returns {Promise<Located>}
 */
export async function resolveInRoot(input, { field, root: rootInput = agentRoot(), mayBeMissing = false }) {
  if (input.includes('\0')) throw badPayload(field, 'must not contain a NUL character');
  const root = await realpath(rootInput);
  const { absolute, exists } = await realpathAsFarAsItGoes(resolve(root, input));
  if (absolute === null || !isInside(root, absolute)) {
    throw new HandlerError('OUTSIDE_ROOT', `payload.${field} leads out of the folder that agents may read: ${input}`);
  }
  if (!exists && !mayBeMissing) {
    throw new HandlerError('NOT_FOUND', `payload.${field} does not exist: ${input}`);
  }
  return { absolute, path: toRelative(root, absolute), root };
}

/**
 * @param {string} input
 * @param {{ field: string, root?: string }} options
 */
export async function resolveFolder(input, options) {
  const located = await resolveInRoot(input, options);
  if (!(await stat(located.absolute)).isDirectory()) throw badPayload(options.field, `is not a folder: ${input}`);
  return located;
}

/** Whether `path` is `folder` itself or below it. Both absolute and free of links. @param {string} folder @param {string} path */
export function isInside(folder, path) {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** @param {string} root @param {string} absolute */
export function toRelative(root, absolute) {
  return toSlashes(relative(root, absolute)) || '.';
}

/** @param {string} path */
export function toSlashes(path) {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}

/**
 * The real path of the nearest ancestor that exists, with the missing rest behind it. A link that
 * leads nowhere gives null: where it would lead once somebody creates its end is anybody's guess.
 *
 * @param {string} path
 * @returns {Promise<{ absolute: string | null, exists: boolean }>}
 */
async function realpathAsFarAsItGoes(path) {
  let missing = '';
  for (let current = path; ; current = dirname(current)) {
    try {
      return { absolute: join(await realpath(current), missing), exists: missing === '' };
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG'].includes(codeOf(error) ?? '')) throw error;
      if (await isLink(current)) return { absolute: null, exists: false };
      missing =
        missing === '' ? relative(dirname(current), current) : join(relative(dirname(current), current), missing);
    }
  }
}

/** @param {string} path */
async function isLink(path) {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    return false;
  }
}
