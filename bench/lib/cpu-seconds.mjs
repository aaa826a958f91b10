import { readFileSync } from 'node:fs';

/** Of `/proc/PID/stat`, in all systems that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used since it began, all its threads, in seconds; NaN where there is no /proc. */
export function cpuSeconds(pid) {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return NaN;
  }
}
