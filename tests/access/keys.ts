import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKey } from '../../src/access/key-store.js';

export interface KeyOptions {
  readonly pools?: readonly string[];
  readonly expiresAt?: string;
}

/** A file of keys in a folder of its own, changed as the command line does it. */
export class Keys {
  readonly folder = mkdtempSync(join(tmpdir(), 'keys-'));
  readonly path = join(this.folder, 'keys.json');

  /** A new key, ready to be sent. */
  add(
    name: string,
    roles: readonly string[],
    { pools, expiresAt }: KeyOptions = {},
  ): { readonly authorization: string } {
    const key = createKey(this.path, { name, roles, pools: pools ?? null, expiresAt: expiresAt ?? null }, Date.now());
    return { authorization: `Bearer ${key}` };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
