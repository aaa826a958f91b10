import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** A file of the project, by its path from the top. */
export function text(path: string): string {
  return readFileSync(resolve(path), 'utf8');
}

/** The one document in a YAML file. */
export function yaml(path: string): unknown {
  return parse(text(path));
}

/** Each document in a YAML file that has several. */
export function yamlDocuments(path: string): readonly unknown[] {
  return parseAllDocuments(text(path)).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${String(document.errors[0])}`);
    return document.toJS() as unknown;
  });
}
