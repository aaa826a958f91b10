import { createClient, type PoolClient } from '../../../src/sdk/client';
import { serverFolder } from '../base';

const KEY = 'coordination-pool.key';

/**
 * The one client of the page, made outside of React. Its pool and its credential do not change: another pool is another address, and
 * after signing in or out the page is loaded anew.
 */
export const client: PoolClient = createClient({
  url: serverFolder.href,
  pool: new URLSearchParams(window.location.search).get('pool') ?? 'default',
  ...authorization(),
});

/** Keeps the key for this tab alone and begins anew with it. It stands in no address and in no other storage. */
export function signIn(key: string): void {
  window.sessionStorage.setItem(KEY, key);
  window.location.reload();
}

export function signOut(): void {
  window.sessionStorage.removeItem(KEY);
  window.location.reload();
}

export function hasKey(): boolean {
  return readKey() !== null;
}

function authorization(): { authorization?: string } {
  const key = readKey();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}

function readKey(): string | null {
  try {
    return window.sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
