import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';

/** One process as Linux tells it in `/proc/<pid>/stat`. */
export interface ProcStat {
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
  /** Dead, and only not yet collected by its parent. */
  readonly zombie: boolean;
  /** User and system time of all its threads. */
  readonly cpuTicks: number;
  /** Since boot. With the number it names a process for good. */
  readonly startTicks: number;
  readonly residentPages: number;
}

/** @see proc_pid_stat(5). The name, in brackets, may hold anything: brackets and blanks too. */
export function parseStat(text: string): ProcStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // Field 3 of the manual, the state, is the first after the name.
  const at = (field: number): number => Number(fields[field - 3]);
  return {
    parentPid: at(4),
    groupId: at(5),
    sessionId: at(6),
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    cpuTicks: at(14) + at(15),
    startTicks: at(22),
    residentPages: at(24),
  };
}

/** Null where there is no such process. Takes some 10 us and no lock that the process could hold. */
export function readStat(pid: number): ProcStat | null {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}

const AT_PAGESZ = 6n;
const AT_CLKTCK = 17n;

/** What the kernel told this process at its start. @see getauxval(3) */
export function kernelUnits(): { readonly pageBytes: number; readonly ticksPerSecond: number } {
  const units = { pageBytes: 4_096, ticksPerSecond: 100 };
  const vector = readFileSync('/proc/self/auxv');
  const read = (offset: number): bigint =>
    endianness() === 'LE' ? vector.readBigUInt64LE(offset) : vector.readBigUInt64BE(offset);
  for (let offset = 0; offset + 16 <= vector.length; offset += 16) {
    if (read(offset) === AT_PAGESZ) units.pageBytes = Number(read(offset + 8));
    if (read(offset) === AT_CLKTCK) units.ticksPerSecond = Number(read(offset + 8));
  }
  return units;
}
