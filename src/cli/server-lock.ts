import { join } from 'node:path';

/** Held by the server that has a data directory, from before it starts anything until it has ended. */
export function serverLockPath(dataDirectory: string): string {
  return join(dataDirectory, 'server.lock');
}
