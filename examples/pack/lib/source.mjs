// @ts-check
import { badPayload } from './handler-error.mjs';
import { flag, list, optional, path, text } from './payload.mjs';
import { resolveFolder } from './root.mjs';

const DEFAULT_EXTENSIONS = ['.md', '.markdown', '.txt'];

/** The fields of a payload that say what is indexed: the same for INGEST, which builds, and RESEARCH, which asks. */
export const sourceFields = {
  folder: optional(path, '.'),
  extensions: optional(list(extension, { min: 1, max: 20 }), DEFAULT_EXTENSIONS),
  includeNodeModules: optional(flag, false),
};

/** @param {{ folder: string, extensions: string[], includeNodeModules: boolean }} fields */
export async function locateSource({ folder, extensions, includeNodeModules }) {
  const located = await resolveFolder(folder, { field: 'folder' });
  return { located, source: { folder: located.absolute, extensions, includeNodeModules } };
}

/** `.md`, or `md` for short. @param {unknown} value @param {string} field */
function extension(value, field) {
  const given = text({ minLength: 1, maxLength: 20 })(value, field).toLowerCase();
  if (!/^\.?[a-z0-9_-]+$/.test(given)) throw badPayload(field, 'must be the end of a file name, such as ".md"');
  return given.startsWith('.') ? given : `.${given}`;
}
