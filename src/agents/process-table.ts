import { readFile, readdir } from 'node:fs/promises';
import { uptime } from 'node:os';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { markerIn } from './life-marker.js';
import { kernelUnits, readStat, type ProcStat } from './proc-stat.js';

/** Processes that are read in one go, before others may have the event loop. */
const BATCH = 64;
/** Reading an environment takes a lock that a stuck process may hold. */
const READ_WITHIN_MS = 1_000;
/** A process that is just being loaded shows no environment for a moment. */
const READ_TRIES = 3;
const READ_PAUSE_MS = 2;
const LOADED_AFTER_SECONDS = 1;
/** The parent of all threads of the kernel. */
const KERNEL_PID = 2;

interface Process {
  readonly pid: number;
  readonly stat: ProcStat;
}

/** Null: could not be read now, so that nothing is known. */
type Environ = string | null;

export interface Owners<Owner> {
  /** Of the process with that number, which leads its session and its group; null where it leads none that is watched. */
  byLeader(pid: number): Owner | null;
  byMarker(marker: string): Owner | null;
}

/**
 * Finds in `/proc` which processes belong to whom. A process belongs to an owner whose leader it is, whose
 * session or group it is in, whose marker its environment holds, or whose process is its parent; and once
 * it does, it does so until it ends. What belongs to nobody is read once and passed over from then on.
 *
 * Not found: a process that has left session and group, has cleared its environment, and whose parent has
 * ended, all that before it was first looked at.
 */
export class ProcessTable<Owner> {
  readonly #owners: Owners<Owner>;
  readonly #ticksPerSecond = kernelUnits().ticksPerSecond;
  #members = new Map<number, { readonly owner: Owner; readonly startTicks: number }>();
  #foreign = new Set<number>();

  constructor(owners: Owners<Owner>) {
    this.#owners = owners;
  }

  /** Calls `onFound` for each process of an owner as soon as it is found. One scan at a time. */
  async scan(onFound: (owner: Owner, pid: number, stat: ProcStat) => void): Promise<void> {
    const listed = await listProcesses();
    const before = this.#members;
    const known = new Set(listed);
    this.#foreign = new Set([...this.#foreign].filter((pid) => known.has(pid)));
    this.#members = new Map();
    const add = (owner: Owner, { pid, stat }: Process): void => {
      this.#members.set(pid, { owner, startTicks: stat.startTicks });
      onFound(owner, pid, stat);
    };
    const undecided: (Process & { readonly environ: Environ })[] = [];
    for (let from = 0; from < listed.length; from += BATCH) {
      const strangers: Process[] = [];
      for (const pid of listed.slice(from, from + BATCH)) {
        if (pid === process.pid || (this.#foreign.has(pid) && this.#owners.byLeader(pid) === null)) continue;
        const stat = readStat(pid);
        if (stat === null) continue;
        const member = before.get(pid);
        const owner = member?.startTicks === stat.startTicks ? member.owner : this.#byPlace(pid, stat);
        if (owner === null) strangers.push({ pid, stat });
        else add(owner, { pid, stat });
      }
      const environs = await readEnvirons(strangers);
      for (const [at, stranger] of strangers.entries()) {
        const environ = environs[at] ?? null;
        const marker = environ === null ? null : markerIn(environ);
        const owner = marker === null ? null : this.#owners.byMarker(marker);
        if (owner === null) undecided.push({ ...stranger, environ });
        else add(owner, stranger);
      }
      await nextTurn();
    }
    this.#decide(undecided, add);
  }

  #byPlace(pid: number, stat: ProcStat): Owner | null {
    return (
      this.#owners.byLeader(pid) ??
      this.#owners.byLeader(stat.sessionId) ??
      this.#owners.byLeader(stat.groupId) ??
      this.#members.get(stat.parentPid)?.owner ??
      null
    );
  }

  /** Children may be listed before their parents, where numbers have begun anew. */
  #decide(
    undecided: readonly (Process & { readonly environ: Environ })[],
    add: (owner: Owner, found: Process) => void,
  ): void {
    let rest = undecided;
    for (let found = true; found;) {
      const still = rest.filter((each) => {
        const parent = this.#members.get(each.stat.parentPid);
        if (parent !== undefined) add(parent.owner, each);
        return parent === undefined;
      });
      found = still.length < rest.length;
      rest = still;
    }
    const nowTicks = uptime() * this.#ticksPerSecond;
    for (const { pid, stat, environ } of rest) {
      const isLoaded = nowTicks - stat.startTicks > LOADED_AFTER_SECONDS * this.#ticksPerSecond;
      const isKernels = pid === KERNEL_PID || stat.parentPid === KERNEL_PID;
      if (isKernels || (environ !== null && isLoaded)) this.#foreign.add(pid);
    }
  }
}

async function listProcesses(): Promise<number[]> {
  return (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
}

async function readEnvirons(processes: readonly Process[]): Promise<readonly Environ[]> {
  if (processes.length === 0) return [];
  const late = new AbortController();
  const reading = Promise.all(processes.map(readEnviron));
  const patience = delay(READ_WITHIN_MS, [], { signal: late.signal, ref: false }).catch(() => []);
  const environs = await Promise.race([reading, patience]);
  late.abort();
  return environs;
}

/** Empty where it shows none: it is another user's, has ended, or is only just being loaded, which is waited for. */
async function readEnviron({ pid, stat }: Process): Promise<Environ> {
  if (stat.parentPid === KERNEL_PID) return '';
  for (let tries = 1; tries <= READ_TRIES; tries += 1) {
    try {
      const environ = await readFile(`/proc/${pid}/environ`, 'latin1');
      if (environ !== '') return environ;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOENT' || code === 'ESRCH') return '';
      if (code === 'EMFILE') return null;
    }
    await delay(READ_PAUSE_MS);
  }
  return '';
}
