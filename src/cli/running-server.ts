import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the server that has a data directory can be reached from the same machine. */
interface RunningServer {
  readonly pid: number;
  readonly graphql: string;
}

function pathIn(dataDirectory: string): string {
  return join(dataDirectory, 'server.json');
}

/** Called by the server once it serves. After a crash the file is out of date, which the lock tells. */
export function tellRunning(dataDirectory: string, graphql: string): void {
  const server: RunningServer = { pid: process.pid, graphql };
  writeFileSync(pathIn(dataDirectory), `${JSON.stringify(server)}\n`);
}

export function forgetRunning(dataDirectory: string): void {
  rmSync(pathIn(dataDirectory), { force: true });
}

/** Null where none has told, or one is telling just now. */
export function readRunning(dataDirectory: string): RunningServer | null {
  try {
    return JSON.parse(readFileSync(pathIn(dataDirectory), 'utf8')) as RunningServer;
  } catch {
    return null;
  }
}
