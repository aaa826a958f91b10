import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { Caller } from './caller.js';
import { principalOf, readKeyFile, type StoredKey } from './key-file.js';

interface KnownKey {
  /** As the file has it. */
  readonly stored: string;
  readonly caller: Caller;
}

/** Keys by the hashes in a file, which is read anew when it changes. */
export class ApiKeys {
  readonly #path: string;
  #stamp: string;
  #byHash: ReadonlyMap<string, KnownKey>;
  #callers: ReadonlySet<Caller>;

  /** Reads the file now; throws an error that says what is wrong with it. */
  constructor(path: string) {
    this.#path = path;
    this.#stamp = stampOf(path);
    this.#byHash = known(readKeyFile(path), new Map());
    this.#callers = callersOf(this.#byHash);
  }

  /**
   * Whose key it is. It is looked up by its hash: how long that takes tells of a hash at most, and nobody can make a key for one.
   */
  callerOf(key: string, nowMs: number): Caller | undefined {
    const caller = this.#byHash.get(createHash('sha256').update(key).digest('hex'))?.caller;
    return caller?.isOver(nowMs) === false ? caller : undefined;
  }

  /** Whether the caller's key is in the file as it was. */
  knows(caller: Caller): boolean {
    return this.#callers.has(caller);
  }

  /** Reads the file anew if it was changed. Where that cannot be done it goes on with what it knows, and throws. */
  refresh(): void {
    const stamp = stampOf(this.#path);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#byHash = known(readKeyFile(this.#path), this.#byHash);
    this.#callers = callersOf(this.#byHash);
  }
}

/** A key that is as it was keeps its caller, and with it its sockets. */
function known(keys: readonly StoredKey[], before: ReadonlyMap<string, KnownKey>): ReadonlyMap<string, KnownKey> {
  return new Map(
    keys.map((key) => {
      const hash = key.sha256.toLowerCase();
      const stored = JSON.stringify(key);
      const same = before.get(hash);
      return [hash, same?.stored === stored ? same : { stored, caller: new Caller(principalOf(key)) }];
    }),
  );
}

function callersOf(keys: ReadonlyMap<string, KnownKey>): ReadonlySet<Caller> {
  return new Set([...keys.values()].map(({ caller }) => caller));
}

/** Of a version of the file: a file that was replaced is another one, also within the same moment. */
function stampOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { ino: 0, size: 0, mtimeMs: 0 };
  return `${String(ino)} ${String(size)} ${String(mtimeMs)}`;
}
