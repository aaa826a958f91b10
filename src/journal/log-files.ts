import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

export function logPath(directory: string): string {
  return join(directory, 'log.db');
}

export function walPath(directory: string): string {
  return join(directory, 'log.db-wal');
}

export function markPath(directory: string): string {
  return join(directory, 'log.mark');
}

/** Never written to; see `file-lock.ts`. */
export function lockPath(directory: string): string {
  return join(directory, 'log.lock');
}

/** Only there while a new log is being made: a crash then leaves it behind, and SQLite undoes the half. */
export function isHalfMade(directory: string): boolean {
  return existsSync(`${logPath(directory)}-journal`) && !existsSync(markPath(directory));
}

/** Makes the folder and flushes its parents, so that a power cut cannot take the folder with the log in it. */
export function makeDirectory(directory: string): void {
  const topmost = mkdirSync(directory, { recursive: true });
  if (topmost === undefined) return;
  for (let made = resolve(directory); made.length >= topmost.length; made = dirname(made)) flushPath(dirname(made));
}

/** Makes what was written to a file, or which files are in a folder, survive a power cut. */
export function flushPath(path: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
