import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { metaChecksum } from '../../src/journal/checksum.js';
import { readMeta } from '../../src/journal/sqlite-file.js';

/** Flips one bit behind the first place in a file that reads `text`. */
export async function flipBit(path: string, text: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(text);
  if (at < 0) throw new Error(`${text} is not in ${path}`);
  bytes.writeUInt8(bytes.readUInt8(at + text.length - 2) ^ 1, at + text.length - 2);
  await writeFile(path, bytes);
}

/** The same behind every such place: what a page had before it was split may still stand in its free space, where nobody reads it. */
export async function flipBits(path: string, text: string): Promise<void> {
  const bytes = await readFile(path);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const place = at + text.length - 2;
    bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  }
  await writeFile(path, bytes);
}

/** Fills a page with zeros, by its number or by a text on it, and gives its number. */
export async function zeroPage(path: string, which: number | string): Promise<number> {
  const bytes = await readFile(path);
  const page = typeof which === 'number' ? which : Math.floor(bytes.indexOf(which) / 4096) + 1;
  bytes.fill(0, (page - 1) * 4096, page * 4096);
  await writeFile(path, bytes);
  return page;
}

/** Changes the database of a log behind its back. */
export function alter(directory: string, sql: string): void {
  const db = new Database(join(directory, 'log.db'));
  db.exec(sql);
  db.close();
}

/** Makes the checksum of the row of `meta` fit what it says. */
export function sealMeta(directory: string): void {
  const db = new Database(join(directory, 'log.db'));
  db.prepare('UPDATE meta SET crc = ?').run(metaChecksum(readMeta(db)));
  db.close();
}

/** Counts the rows of a table of a closed log. */
export function count(directory: string, table: string): number {
  const db = new Database(join(directory, 'log.db'));
  const rows = Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  db.close();
  return rows;
}
