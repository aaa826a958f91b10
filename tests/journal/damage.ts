import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Flips one bit behind the first place in a file that reads `text`. */
export async function flipBit(path: string, text: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${text} is not in ${path}`);
  bytes.writeUInt8(bytes.readUInt8(at + text.length - 2) ^ 1, at + text.length - 2);
  await writeFile(path, bytes);
}

/** Changes the database of a log behind its back. */
export function alter(directory: string, sql: string): void {
  const db = new Database(join(directory, 'log.db'));
  db.exec(sql);
  db.close();
}

/** Counts the rows of a table of a closed log. */
export function count(directory: string, table: string): number {
  const db = new Database(join(directory, 'log.db'));
  const rows = Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  db.close();
  return rows;
}
