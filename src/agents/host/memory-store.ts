import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentMemory } from './define-handlers.js';
import { isMissingFile } from './missing-file.js';

const MAX_KEY_LENGTH = 256;
const MAX_VALUE_BYTES = 1024 * 1024;
const MAX_KEYS = 10_000;
/** Canaries of the isolation check lie in a folder of their own inside the memory, so no key can name one. */
const CANARY_FOLDER = 'canaries';
const ENTRY = '.json';
const TEMPORARY = '.tmp';

/**
 * The memory as one file per key, named by the key's hash (any key, any file system), holding key and
 * value. A file is written beside, synced and renamed: after a crash there is the old value or the new.
 * Changes happen in the order in which they were asked for.
 */
export class FileMemory implements AgentMemory {
  readonly #folder: string;
  #keys: Promise<Set<string>> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(key: string): Promise<unknown> {
    checkKey(key);
    return this.#inTurn(async () => (await readEntry(fileOf(this.#folder, key)))?.value);
  }

  async set(key: string, value: unknown): Promise<void> {
    checkKey(key);
    // Serialized now: what the caller changes in the object afterwards is not meant.
    const entry = JSON.stringify({ key, value });
    if (value === undefined) await this.delete(key);
    else if (Buffer.byteLength(entry) > MAX_VALUE_BYTES)
      throw new RangeError('a value of the memory is at most 1 MiB as JSON');
    else await this.#inTurn(() => this.#put(key, entry));
  }

  async delete(key: string): Promise<boolean> {
    checkKey(key);
    return this.#inTurn(async () => {
      const known = await this.#known();
      await rm(fileOf(this.#folder, key), { force: true });
      return known.delete(key);
    });
  }

  async keys(): Promise<readonly string[]> {
    return this.#inTurn(async () => [...(await this.#known())].sort());
  }

  /** Resolves when every change asked for so far is on disk, or has failed to whoever asked. */
  async settled(): Promise<void> {
    await this.#last;
  }

  async storeCanary(key: string, value: string): Promise<void> {
    const folder = join(this.#folder, CANARY_FOLDER);
    await mkdir(folder, { recursive: true });
    await this.#write(fileOf(folder, key), JSON.stringify({ key, value }));
  }

  async readCanary(key: string): Promise<string | null> {
    const value = (await readEntry(fileOf(join(this.#folder, CANARY_FOLDER), key)))?.value;
    return typeof value === 'string' ? value : null;
  }

  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(change);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #put(key: string, entry: string): Promise<void> {
    const known = await this.#known();
    if (!known.has(key) && known.size >= MAX_KEYS) throw new RangeError(`the memory holds at most ${MAX_KEYS} keys`);
    await this.#write(fileOf(this.#folder, key), entry);
    known.add(key);
  }

  async #write(file: string, text: string): Promise<void> {
    this.#written += 1;
    const temporary = `${file}.${this.#written}${TEMPORARY}`;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  }

  #known(): Promise<Set<string>> {
    this.#keys ??= this.#readKeys();
    return this.#keys;
  }

  /** Also clears away what a crash left half written. */
  async #readKeys(): Promise<Set<string>> {
    const keys = new Set<string>();
    for (const name of await readdir(this.#folder)) {
      if (name.endsWith(TEMPORARY)) await rm(join(this.#folder, name), { force: true });
      else if (name.endsWith(ENTRY)) {
        const entry = await readEntry(join(this.#folder, name));
        if (entry !== null) keys.add(entry.key);
      }
    }
    return keys;
  }
}

function checkKey(key: string): void {
  if (typeof key !== 'string' || key.length === 0 || key.length > MAX_KEY_LENGTH) {
    throw new TypeError(`a key of the memory is a string of 1 to ${MAX_KEY_LENGTH} characters`);
  }
}

function fileOf(folder: string, key: string): string {
  return join(folder, `${createHash('sha256').update(key).digest('hex')}${ENTRY}`);
}

/** Null where there is no such file. Always from disk: what an isolation check asks is what the disk would tell. */
async function readEntry(file: string): Promise<{ readonly key: string; readonly value: unknown } | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissingFile(error)) return null;
    throw error;
  }
  const entry: unknown = JSON.parse(text);
  if (typeof entry !== 'object' || entry === null || !('key' in entry) || typeof entry.key !== 'string') return null;
  return { key: entry.key, value: 'value' in entry ? entry.value : undefined };
}
