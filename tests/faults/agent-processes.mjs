import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/* What the operating system says of the processes of agents. Linux; elsewhere none is found. */

/** Living processes that work in a folder, which may be gone by now. */
export function processesIn(folder) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workFolderOf(pid).startsWith(folder) && startOf(pid) > 0);
}

/** In ticks since boot; 0 where it is dead. */
export function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
    return fields[0] === 'Z' ? 0 : Number(fields[19]);
  } catch {
    return 0;
  }
}

/** The most that a process ever had in memory, in MiB. */
export function peakMebibytes(pid) {
  if (process.platform !== 'linux') return 0;
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Math.round(Number(kibibytes) / 1_024);
}

function workFolderOf(pid) {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
