import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { lookAgain } from './look-again.js';

/** Whether there is such a process that still does anything: one that is dead and waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return process.platform !== 'linux' || !isZombie(pid);
}

/** For an end that nobody announces. */
export async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await lookAgain();
}

/** Linux: the living processes whose working folder is in `directory`, also where it is deleted already. */
export function processesIn(directory: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workDirOf(pid).startsWith(directory) && isAlive(pid));
}

/** Linux: what the process has in memory, and the most it ever had, in bytes. */
export function residentBytes(pid: number): { readonly now: number; readonly peak: number } {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1');
  const bytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1_024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

function workDirOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`);
  } catch {
    return '';
  }
}

function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'latin1'));
  } catch {
    return true;
  }
}
