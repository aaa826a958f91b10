import { readdirSync, readFileSync } from 'node:fs';
import { markerIn } from '../life-marker.js';
import { killGroup } from '../process-group.js';

/** What is killed in one round may have started more before it died. */
const MAX_ROUNDS = 5;

/**
 * Ends this process with everything it has started: what has left its process group is found by the marker
 * in its environment where there is a `/proc`. Does not return.
 */
export function endAll(): void {
  // As it was at the start, whatever a handler has made of the environment since.
  const marker = markerOf(process.pid);
  try {
    for (let round = 0; marker !== null && round < MAX_ROUNDS; round += 1) if (!killMarked(marker)) break;
  } catch {
    // No `/proc`: the group is all there is to go by.
  }
  killGroup(process.pid);
}

/** Whether there was one. */
function killMarked(marker: string): boolean {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const marked = others.map(Number).filter((pid) => markerOf(pid) === marker);
  for (const pid of marked) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
  return marked.length > 0;
}

function markerOf(pid: number): string | null {
  try {
    return markerIn(readFileSync(`/proc/${pid}/environ`, 'latin1'));
  } catch {
    return null;
  }
}
