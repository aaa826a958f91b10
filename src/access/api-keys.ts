import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { Caller } from './caller.js';
import { principalOf, readKeyFile, type StoredKey } from './key-file.js';

interface KnownKey {
  readonly stored: string;
  readonly revokedAtMs: number | null;
  readonly caller: Caller;
}

/** Keys by the hashes in a file, which is read anew when it changes. */
export class ApiKeys {
  readonly #path: string;
  #stamp: string;
  #byHash: ReadonlyMap<string, KnownKey>;

  /** Reads the file now; throws an error that says what is wrong with it. */
  constructor(path: string) {
    this.#path = path;
    this.#stamp = stampOf(path);
    this.#byHash = known(readKeyFile(path), new Map());
  }

  /**
   * Whose key it is. It is looked up by its hash: how long that takes tells of a hash at most, and nobody can make a key for one.
   */
  callerOf(key: string, nowMs: number): Caller | undefined {
    const found = this.#byHash.get(createHash('sha256').update(key).digest('hex'));
    return found !== undefined && holds(found, nowMs) ? found.caller : undefined;
  }

  holds(caller: Caller, nowMs: number): boolean {
    for (const each of this.#byHash.values()) if (each.caller === caller) return holds(each, nowMs);
    return false;
  }

  /** Reads the file anew if it was changed. Where that cannot be done it goes on with what it knows, and throws. */
  refresh(): void {
    const stamp = stampOf(this.#path);
    if (stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#byHash = known(readKeyFile(this.#path), this.#byHash);
  }
}

/** A key that is as it was keeps its caller, and with it its sockets. */
function known(keys: readonly StoredKey[], before: ReadonlyMap<string, KnownKey>): ReadonlyMap<string, KnownKey> {
  return new Map(
    keys.map((key) => {
      const hash = key.sha256.toLowerCase();
      const stored = JSON.stringify(key);
      const same = before.get(hash);
      if (same?.stored === stored) return [hash, same];
      const revokedAtMs = key.revokedAt === undefined ? null : Date.parse(key.revokedAt);
      return [hash, { stored, revokedAtMs, caller: new Caller(principalOf(key)) }];
    }),
  );
}

function holds({ revokedAtMs, caller: { principal } }: KnownKey, nowMs: number): boolean {
  const expiresAtMs = principal?.expiresAtMs ?? null;
  return (revokedAtMs === null || nowMs < revokedAtMs) && (expiresAtMs === null || nowMs < expiresAtMs);
}

/** Of a version of the file: a file that was replaced is another one, also within the same moment. */
function stampOf(path: string): string {
  const { ino, size, mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { ino: 0, size: 0, mtimeMs: 0 };
  return `${String(ino)} ${String(size)} ${String(mtimeMs)}`;
}
