import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { parseStat } from './proc-stat.js';

/**
 * The variable in every agent's environment by which what it starts is known again, whatever group or
 * session that puts itself into: an environment is inherited, and `/proc` shows it.
 */
export const LIFE_VARIABLE = 'COORDINATION_POOL_LIFE';

/** Which server started a process, as its marker tells it. */
export interface MarkedServer {
  readonly pid: number;
  /** Of the server's process, in the kernel's ticks since boot: a number that is used again begins at another tick. */
  readonly startTicks: number;
}

/**
 * The markers of one watch: `<folder>.<name space>.<pid of the server>.<its start>.<chance>.<count>`. A
 * server that finds a marker of its own folder whose server does not live any more has found a leftover.
 */
export class LifeMarkers {
  readonly #folderPrefix: string;
  readonly #ownPrefix: string;
  #count = 0;

  /** Linux alone. `agentsDirectory` is absolute: leftovers in another one's processes are not this server's. */
  constructor(agentsDirectory: string) {
    const { startTicks } = parseStat(readFileSync('/proc/self/stat', 'latin1'));
    const folder = createHash('sha256').update(agentsDirectory).digest('hex').slice(0, 12);
    // Numbers of processes mean nothing in another name space.
    const space = /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
    this.#folderPrefix = `${folder}.${space}.`;
    this.#ownPrefix = `${this.#folderPrefix}${process.pid}.${startTicks}.${randomBytes(6).toString('hex')}.`;
  }

  next(): string {
    this.#count += 1;
    return `${this.#ownPrefix}${this.#count}`;
  }

  isOwn(marker: string): boolean {
    return marker.startsWith(this.#ownPrefix);
  }

  /** The server that gave out this marker, where its agents lived in this one's folder; else null. */
  serverOf(marker: string): MarkedServer | null {
    if (!marker.startsWith(this.#folderPrefix)) return null;
    const [pid = NaN, startTicks = NaN] = marker.slice(this.#folderPrefix.length).split('.', 2).map(Number);
    return Number.isInteger(pid) && Number.isInteger(startTicks) ? { pid, startTicks } : null;
  }
}

/** The marker in what `/proc/<pid>/environ` holds, null where there is none. */
export function markerIn(environ: string): string | null {
  const start = `${LIFE_VARIABLE}=`;
  const entry = environ.split('\0').find((each) => each.startsWith(start));
  return entry === undefined ? null : entry.slice(start.length);
}
