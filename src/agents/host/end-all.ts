import { readdirSync, readFileSync } from 'node:fs';
import { markerIn } from '../life-marker.js';
import { readStat } from '../proc-stat.js';
import { killGroup } from '../process-group.js';

/** What is killed in one round may have started more before it died. */
const MAX_ROUNDS = 5;

/**
 * Ends this process with everything it has started: where there is a `/proc`, what has left its process group
 * is found by its parents and by the marker in its environment. Does not return.
 */
export function endAll(): void {
  // As it was at the start, whatever a handler has made of the environment since.
  const marker = markerOf(process.pid);
  try {
    for (let round = 0; round < MAX_ROUNDS; round += 1) if (!killOthers(marker)) break;
  } catch {
    // No `/proc`: the group is all there is to go by.
  }
  killGroup(process.pid);
}

/** Whether there was one. */
function killOthers(marker: string | null): boolean {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const mine = new Set(others.map(Number).filter((pid) => marker !== null && markerOf(pid) === marker));
  const found = new Set([process.pid, ...mine]);
  // Before anything is killed: the children of the dead are another's.
  for (let size = 0; size < found.size;) {
    size = found.size;
    for (const name of others) if (found.has(readStat(Number(name))?.parentPid ?? 0)) found.add(Number(name));
  }
  found.delete(process.pid);
  for (const pid of found) kill(pid);
  return [...found].some((pid) => readStat(pid)?.zombie === false);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

function markerOf(pid: number): string | null {
  try {
    return markerIn(readFileSync(`/proc/${pid}/environ`, 'latin1'));
  } catch {
    return null;
  }
}
