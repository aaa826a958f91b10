import { PAGE_BYTES, type DatabaseFile } from './database-file.js';
import { APPLICATION_ID } from './log-formats.js';
import { bufferOf, leafCell, localBytesOf, Malformed, readRow, varint, type StoredRow } from './stored-row.js';

/** A thing that is in `sqlite_schema`: a table, or the index that SQLite adds to one. */
export interface SchemaEntry {
  readonly type: string;
  readonly name: string;
  readonly root: number;
  readonly sql: string | null;
}

export interface StructureProblem {
  readonly page: number;
  readonly message: string;
}

const TABLE_LEAF = 0x0d;
const TABLE_INTERIOR = 0x05;
const INDEX_LEAF = 0x0a;
const INDEX_INTERIOR = 0x02;

/** Deeper no tree of ours can be. */
const MOST_LEVELS = 20;
/** One damaged page can make many; more tell nothing new. */
const MOST_PROBLEMS = 20;

const INDEX_MOST_LOCAL = Math.floor(((PAGE_BYTES - 12) * 64) / 255) - 23;

/**
 * Walks through everything that makes a database: header, schema, trees, free pages; each page must be in use once. What
 * SQLite's own check would find is found, but the file is only read. Rows come in the order of their keys.
 *
 * @see https://www.sqlite.org/fileformat2.html
 */
export class DatabaseStructure {
  readonly problems: StructureProblem[] = [];
  readonly #file: DatabaseFile;
  readonly #pages: number;
  readonly #used: Uint8Array;

  constructor(file: DatabaseFile) {
    this.#file = file;
    // A count that cannot be must not cost memory.
    this.#pages = Math.min(file.pageCount, file.storedPages + file.wal.frames.length);
    this.#used = new Uint8Array(this.#pages + 1);
    if (this.#pages < file.pageCount) this.#report(1, `the database has ${file.pageCount} pages, its files fewer`);
    this.#try(1, () => {
      this.#checkHeader();
    });
  }

  /** What `sqlite_schema` has. Call it once, before the trees are walked. */
  schema(): SchemaEntry[] {
    const entries: SchemaEntry[] = [];
    this.table(1, ({ values: [type, name, , root, sql] }) => {
      if (typeof type !== 'string' || typeof name !== 'string')
        throw new Malformed('the schema has a row of another form');
      entries.push({ type, name, root: Number(root), sql: typeof sql === 'string' ? sql : null });
    });
    return entries;
  }

  /** Each row of a table, with the page that it is on. What `visit` throws counts as a problem of that page. */
  table(root: number, visit: (row: StoredRow, page: number) => void): void {
    this.#walk(root, 0, -Infinity, Infinity, TABLE_LEAF, visit);
  }

  /** Checks the form of an index, not what it says. */
  index(root: number): void {
    this.#walk(root, 0, -Infinity, Infinity, INDEX_LEAF, () => undefined);
  }

  /** Call it last: the free pages, and that none is left over. */
  finish(): void {
    this.#try(1, () => {
      this.#checkFreePages();
    });
    if (this.problems.length > 0) return;
    for (let page = 1; page <= this.#pages; page += 1) {
      if (this.#used[page] === 0 && !this.#file.isLockPage(page)) this.#report(page, 'it belongs to nothing');
    }
  }

  #checkHeader(): void {
    const header = this.#read(1);
    const at = (offset: number, is: readonly number[], what: string): void => {
      if (!is.includes(header.readUInt32BE(offset))) throw new Malformed(`the header's ${what} is wrong`);
    };
    if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0')
      throw new Malformed('the header is not that of SQLite');
    if (header.readUInt16BE(16) !== PAGE_BYTES) throw new Malformed(`the header's page size is wrong`);
    // 1 until the write-ahead log is first used.
    const version = header.readUInt16BE(18);
    if (version !== 0x0202 && (version !== 0x0101 || this.#file.wal.bytes > 0))
      throw new Malformed(`the header's file format is wrong`);
    if (header.readUInt32BE(20) !== 0x0040_2020) throw new Malformed(`the header's payload fractions are wrong`);
    at(44, [4], 'schema format');
    at(52, [0], 'vacuum mode');
    at(56, [1], 'text encoding');
    at(64, [0], 'vacuum mode');
    at(68, [APPLICATION_ID], 'application id');
    for (let offset = 72; offset < 92; offset += 4) at(offset, [0], 'reserved space');
  }

  /** Keys on the page must be above `low` and at most `high`. */
  #walk(
    page: number,
    level: number,
    low: number,
    high: number,
    leafType: number,
    visit: (row: StoredRow, page: number) => void,
  ): void {
    const children: { readonly page: number; readonly low: number; readonly high: number }[] = [];
    this.#try(page, () => {
      if (level > MOST_LEVELS) throw new Malformed('the tree is too deep');
      this.#claim(page);
      const bytes = this.#read(page);
      const start = page === 1 ? 100 : 0;
      const type = bytes[start];
      if (type === leafType) {
        const cells = cellsOf(bytes, start, 8);
        const extents = cells.map((at) => ({
          at,
          size: leafType === TABLE_LEAF ? leafCell(bytes, at).size : indexCell(bytes, at),
        }));
        checkSpace(bytes, start, 8, extents);
        if (leafType === TABLE_LEAF) this.#rows(page, bytes, cells, low, high, visit);
        return;
      }
      if (type !== (leafType === TABLE_LEAF ? TABLE_INTERIOR : INDEX_INTERIOR))
        throw new Malformed(`it is a page of type ${String(type)}`);
      const cells = cellsOf(bytes, start, 12);
      let from = low;
      const extents = cells.map((at) => {
        const child = bytes.readUInt32BE(at);
        if (leafType === INDEX_LEAF) {
          children.push({ page: child, low, high });
          return { at, size: 4 + indexCell(bytes, at + 4) };
        }
        const [key, end] = varint(bytes, at + 4);
        if (key <= from || key > high) throw new Malformed('its keys are out of order');
        children.push({ page: child, low: from, high: key });
        from = key;
        return { at, size: Math.max(4, end - at) };
      });
      checkSpace(bytes, start, 12, extents);
      children.push({ page: bytes.readUInt32BE(start + 8), low: from, high });
    });
    for (const child of children) this.#walk(child.page, level + 1, child.low, child.high, leafType, visit);
  }

  #rows(
    page: number,
    bytes: Buffer,
    cells: readonly number[],
    low: number,
    high: number,
    visit: (row: StoredRow, page: number) => void,
  ): void {
    let before = low;
    for (const at of cells) {
      this.#try(page, () => {
        const cell = leafCell(bytes, at);
        if (cell.rowid <= before || cell.rowid > high) throw new Malformed('its rows are out of order');
        before = cell.rowid;
        const row = readRow(this.#file, bytes, cell, (overflow) => {
          this.#claim(overflow);
        });
        visit(row, page);
      });
    }
  }

  #checkFreePages(): void {
    const header = this.#read(1);
    let trunk = header.readUInt32BE(32);
    let left = header.readUInt32BE(36);
    while (trunk !== 0) {
      this.#claim(trunk);
      const bytes = this.#read(trunk);
      const leaves = bytes.readUInt32BE(4);
      if (leaves > PAGE_BYTES / 4 - 2) throw new Malformed(`page ${trunk} lists too many free pages`);
      for (let leaf = 0; leaf < leaves; leaf += 1) this.#claim(bytes.readUInt32BE(8 + 4 * leaf));
      left -= 1 + leaves;
      trunk = bytes.readUInt32BE(0);
    }
    if (left !== 0) throw new Malformed('the count of free pages is wrong');
  }

  #read(page: number): Buffer {
    const bytes = this.#file.page(page);
    if (bytes === null) throw new Malformed('it is missing');
    return bufferOf(bytes);
  }

  #claim(page: number): void {
    if (page < 1 || page > this.#pages || this.#file.isLockPage(page)) throw new Malformed(`there is no page ${page}`);
    if (this.#used[page] === 1) throw new Malformed(`page ${page} is in use twice`);
    this.#used[page] = 1;
  }

  #try(page: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof RangeError) this.#report(page, 'it says of itself what cannot be');
      else if (error instanceof Malformed) this.#report(page, error.message);
      else throw error;
    }
  }

  #report(page: number, message: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ page, message });
  }
}

/** Where the cells of a page begin, in the order of their keys. */
function cellsOf(bytes: Buffer, start: number, headerBytes: number): number[] {
  const count = bytes.readUInt16BE(start + 3);
  const first = start + headerBytes;
  if (first + 2 * count > PAGE_BYTES) throw new Malformed('it has too many cells');
  const content = contentStart(bytes, start);
  return Array.from({ length: count }, (_, index) => {
    const at = bytes.readUInt16BE(first + 2 * index);
    if (at < content || at < first + 2 * count || at > PAGE_BYTES - 4)
      throw new Malformed('a cell is out of its place');
    return at;
  });
}

function contentStart(bytes: Buffer, start: number): number {
  const content = bytes.readUInt16BE(start + 5);
  return content === 0 ? 65_536 : content;
}

/** Bytes of a cell of an index: a payload without anything before or behind it. Ours are small. */
function indexCell(bytes: Buffer, at: number): number {
  const [payload, start] = varint(bytes, at);
  if (localBytesOf(payload, INDEX_MOST_LOCAL) !== payload) throw new Malformed('a key is too long');
  if (start + payload > PAGE_BYTES) throw new Malformed('a key ends behind its page');
  return Math.max(4, start + payload - at);
}

/** Cells and free blocks fill what lies behind the start of the content, but for the fragments the header counts, and none overlaps. */
function checkSpace(
  bytes: Buffer,
  start: number,
  headerBytes: number,
  cells: readonly { readonly at: number; readonly size: number }[],
): void {
  const extents = [...cells];
  let block = bytes.readUInt16BE(start + 1);
  while (block !== 0) {
    if (block > PAGE_BYTES - 4) throw new Malformed('a free block is out of its place');
    const next = bytes.readUInt16BE(block);
    const size = bytes.readUInt16BE(block + 2);
    if (size < 4 || (next !== 0 && next < block + size)) throw new Malformed('free blocks are out of order');
    extents.push({ at: block, size });
    block = next;
  }
  extents.sort((a, b) => a.at - b.at);
  const content = contentStart(bytes, start);
  let end = Math.min(content, PAGE_BYTES);
  let fragments = 0;
  for (const { at, size } of extents) {
    if (at < end || at + size > PAGE_BYTES) throw new Malformed('two cells overlap');
    fragments += at - end;
    end = at + size;
  }
  fragments += PAGE_BYTES - end;
  if (content > PAGE_BYTES || content < start + headerBytes)
    throw new Malformed('its content begins in the wrong place');
  if (fragments !== bytes[start + 7]) throw new Malformed('its free space is not what it says');
}
