import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readKeyFile, type StoredKey } from './key-file.js';

export interface NewKey {
  readonly name: string;
  readonly roles: readonly string[];
  /** Null for all. */
  readonly pools: readonly string[] | null;
  readonly expiresAt: string | null;
}

/** Why a change of the file is refused; nothing of it was changed. */
export class KeyStoreError extends Error {}

/** Puts a new key into the file, which is made where there is none, and gives the key. It is told only now. */
export function createKey(path: string, { name, roles, pools, expiresAt }: NewKey, nowMs: number): string {
  const key = `cpk_${randomBytes(32).toString('base64url')}`;
  change(path, (keys) => {
    if (keys.some((each) => each.name === name)) throw new KeyStoreError(`there is a key ${name} already`);
    const stored = {
      ...{ name, sha256: sha256Of(key), roles: [...roles] },
      ...(pools !== null && { pools: [...pools] }),
      createdAt: new Date(nowMs).toISOString(),
      ...(expiresAt !== null && { expiresAt }),
    } as StoredKey;
    return [...keys, stored];
  });
  return key;
}

/** The key is worth nothing from now on; it stays in the list, so that it shows who once had access. */
export function revokeKey(path: string, name: string, nowMs: number): void {
  change(path, (keys) => {
    const found = keys.find((each) => each.name === name);
    if (found === undefined) throw new KeyStoreError(`there is no key ${name}`);
    if (found.revokedAt !== undefined) throw new KeyStoreError(`the key ${name} was revoked at ${found.revokedAt}`);
    return keys.map((each) => (each === found ? { ...each, revokedAt: new Date(nowMs).toISOString() } : each));
  });
}

function sha256Of(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/**
 * Reads, changes and writes as one: the file is written beside and moved over the old one, and the name of what is written is what keeps a
 * second change out meanwhile. Only its owner can read it.
 */
function change(path: string, changed: (keys: readonly StoredKey[]) => readonly StoredKey[]): void {
  const written = `${path}.new`;
  const descriptor = claim(written);
  try {
    const keys = changed(existsSync(path) ? readKeyFile(path) : []);
    writeSync(descriptor, `${JSON.stringify({ keys }, null, 2)}\n`);
    fsyncSync(descriptor);
    readKeyFile(written);
    chmodSync(written, 0o600);
    renameSync(written, path);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function claim(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new KeyStoreError(`the keys are being changed by somebody else; if not, remove ${path}`);
  }
}
