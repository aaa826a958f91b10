import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { LIFE_VARIABLE, LifeMarkers } from './life-marker.js';
import { memoryReason } from './memory-reason.js';
import { kernelUnits, readStat, type ProcStat } from './proc-stat.js';
import { ProcessTable } from './process-table.js';
import type { ProcessWatch, WatchedLife, WatchListener, WatchOptions } from './process-watch.js';

/** Of the time, for looking: where looking takes long, because there are very many processes, it is done less often. */
const MAX_SHARE_OF_TIME = 0.05;
/** Those that have been killed and live on for longer, with none gone meanwhile, are inside calls that cannot be interrupted. */
const STUCK_AFTER_MS = 5_000;
const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 1_000;
const READ_WITHIN_MS = 1_000;
/** Processor time is counted in hundredths of a second: over less than this, a share of it says nothing. */
const LEAST_MEASURED_MS = 100;
/** Where the machine runs out of memory, the kernel takes an agent rather than the server. 0 is usual, 1,000 the most. */
const OUT_OF_MEMORY_SCORE = '500';

/** One life of an agent. */
interface Life {
  readonly leaderPid: number;
  readonly leaderStartTicks: number;
  readonly listener: WatchListener;
  /** Whatever of it is found is killed. */
  ending: boolean;
  cpuTicks: Map<number, number>;
  measuredAt: number;
}

/** What one look has found, by number. */
type Look = Map<Life, Map<number, ProcStat>>;

/**
 * Looks after agents' processes by `/proc`, and after all that they start, wherever that puts itself (see
 * `ProcessTable` for what that can miss). Does not keep the server alive.
 *
 * Memory is the sum of the resident sets. Where that is over the limit and several processes share it,
 * the proportional sets are asked for, so that what forked processes share counts once.
 */
export class LinuxWatch implements ProcessWatch {
  readonly leftoversGone: Promise<void>;
  readonly #options: WatchOptions;
  readonly #units = kernelUnits();
  readonly #markers: LifeMarkers;
  readonly #byMarker = new Map<string, Life>();
  readonly #byLeader = new Map<number, Life>();
  /** What has a marker of ours but no life, and what a dead server's agents have left. */
  readonly #strays = endedLife();
  readonly #table: ProcessTable<Life>;
  #running: Promise<Look | null> = Promise.resolve(null);
  #next: Promise<Look | null> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#markers = new LifeMarkers(options.agentsDirectory);
    this.#table = new ProcessTable<Life>({
      byLeader: (pid) => this.#byLeader.get(pid) ?? null,
      byMarker: (marker) => this.#ownerOf(marker),
    });
    this.leftoversGone = this.#endWithin(this.#strays);
    this.#lookLater(options.intervalMs);
  }

  nextMark(): Readonly<Record<string, string>> {
    return { [LIFE_VARIABLE]: this.#markers.next() };
  }

  follow(mark: Readonly<Record<string, string>>, leaderPid: number, listener: WatchListener): WatchedLife {
    const life: Life = {
      ...endedLife(),
      ending: false,
      leaderPid,
      // It cannot be gone: its end is noticed on a later turn, and until then it keeps its number.
      leaderStartTicks: readStat(leaderPid)?.startTicks ?? NaN,
      listener,
    };
    const marker = mark[LIFE_VARIABLE] ?? '';
    this.#byMarker.set(marker, life);
    this.#byLeader.set(leaderPid, life);
    writeFile(`/proc/${leaderPid}/oom_score_adj`, OUT_OF_MEMORY_SCORE).catch(() => undefined);
    return {
      end: () => {
        life.ending = true;
        return this.#endWithin(life, () => {
          this.#byMarker.delete(marker);
          if (this.#byLeader.get(leaderPid) === life) this.#byLeader.delete(leaderPid);
        });
      },
    };
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #ownerOf(marker: string): Life | null {
    const life = this.#byMarker.get(marker);
    if (life !== undefined) return life;
    if (this.#markers.isOwn(marker)) return this.#strays;
    const server = this.#markers.serverOf(marker);
    if (server === null) return null;
    const stat = readStat(server.pid);
    const isAlive = stat?.startTicks === server.startTicks && !stat.zombie;
    return isAlive ? null : this.#strays;
  }

  /** Resolves when all are gone, or when those that are left do not die; goes on with these in the background. */
  #endWithin(life: Life, onGone: () => void = () => undefined): Promise<void> {
    return new Promise((resolve) => {
      void this.#endAll(life, resolve).then(() => {
        onGone();
        resolve();
      });
    });
  }

  /**
   * Kills in rounds: what is found in one may just have started more. Only a round that finds nothing is the last, and
   * only where a round finds nothing new is there time before the next.
   */
  async #endAll(life: Life, onStuck: () => void): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    let changedAt = performance.now();
    let before: ReadonlySet<number> = new Set();
    for (;;) {
      const look = await this.#lookAfresh();
      const living = look === null ? before : livingOf(look.get(life));
      if ((look !== null && living.size === 0) || this.#closed) return;
      const isGrowing = [...living].some((pid) => !before.has(pid));
      if (isGrowing || living.size < before.size) changedAt = performance.now();
      else if (performance.now() - changedAt > STUCK_AFTER_MS) onStuck();
      before = living;
      pauseMs = isGrowing ? FIRST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      await delay(pauseMs);
    }
  }

  #lookLater(waitMs: number): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      const since = performance.now();
      // Without agents there is nothing to see.
      const looked = this.#byLeader.size === 0 ? Promise.resolve() : this.#lookAfresh();
      void looked.then(() => {
        const tookMs = performance.now() - since;
        this.#lookLater(Math.max(this.#options.intervalMs, tookMs / MAX_SHARE_OF_TIME));
      });
    }, waitMs);
    this.#timer.unref();
  }

  /** A look that begins after this call; whoever calls before it begins shares it. Null where it failed. */
  #lookAfresh(): Promise<Look | null> {
    this.#next ??= this.#running.then(() => {
      this.#next = null;
      this.#running = this.#look().catch(() => null);
      return this.#running;
    });
    return this.#next;
  }

  async #look(): Promise<Look> {
    const look: Look = new Map();
    for (const life of this.#byLeader.values()) if (life.ending) this.#giveUpNumber(life);
    await this.#table.scan((life, pid, stat) => {
      const found = look.get(life) ?? new Map<number, ProcStat>();
      look.set(life, found.set(pid, stat));
      this.#found(life, pid, found.size);
    });
    const now = performance.now();
    for (const [life, found] of look) if (!life.ending) await this.#measure(life, [...found], now);
    return look;
  }

  /** The number of a leader that is gone can be another's once nobody is left in its session. */
  #giveUpNumber({ leaderPid, leaderStartTicks }: Life): void {
    const life = this.#byLeader.get(leaderPid);
    if (life?.leaderStartTicks !== leaderStartTicks) return;
    const stat = readStat(leaderPid);
    if (stat !== null && stat.startTicks !== leaderStartTicks) this.#byLeader.delete(leaderPid);
  }

  #found(life: Life, pid: number, count: number): void {
    const { maxProcesses } = this.#options;
    if (life.ending) kill(pid);
    // At once, not at the end of the look: there may be thousands more by then.
    else if (count === maxProcesses + 1) life.listener.onExceeded(`more than ${maxProcesses} processes`);
  }

  async #measure(life: Life, stats: readonly (readonly [number, ProcStat])[], now: number): Promise<void> {
    const { memoryLimitBytes } = this.#options;
    const memoryBytes = await this.#memoryOf(stats);
    const elapsedMs = now - life.measuredAt;
    if (elapsedMs >= LEAST_MEASURED_MS) {
      const spent = stats.reduce((sum, [pid, { cpuTicks }]) => sum + cpuTicks - (life.cpuTicks.get(pid) ?? 0), 0);
      life.cpuTicks = new Map(stats.map(([pid, { cpuTicks }]) => [pid, cpuTicks]));
      life.measuredAt = now;
      const cpuShare = Math.max(0, spent / this.#units.ticksPerSecond / (elapsedMs / 1_000));
      life.listener.onMeasured({ memoryBytes, cpuShare });
    }
    if (memoryBytes > memoryLimitBytes)
      life.listener.onExceeded(memoryReason(memoryLimitBytes, memoryBytes, stats.length));
  }

  async #memoryOf(stats: readonly (readonly [number, ProcStat])[]): Promise<number> {
    const resident = stats.reduce((sum, [, { residentPages }]) => sum + residentPages, 0) * this.#units.pageBytes;
    if (resident <= this.#options.memoryLimitBytes || stats.length === 1) return resident;
    const late = new AbortController();
    const shares = Promise.all(
      stats.map(
        async ([pid, { residentPages }]) => (await proportionalBytes(pid)) ?? residentPages * this.#units.pageBytes,
      ),
    ).then((bytes) => bytes.reduce((sum, each) => sum + each, 0));
    // Asking takes a lock that a stuck process may hold.
    const patience = delay(READ_WITHIN_MS, resident, { signal: late.signal, ref: false }).catch(() => resident);
    const bytes = await Promise.race([shares, patience]);
    late.abort();
    return bytes;
  }
}

function endedLife(): Life {
  return {
    leaderPid: NaN,
    leaderStartTicks: NaN,
    listener: { onMeasured: () => undefined, onExceeded: () => undefined },
    ending: true,
    cpuTicks: new Map(),
    measuredAt: performance.now(),
  };
}

/** The dead that only wait to be collected do nothing any more. */
function livingOf(found: ReadonlyMap<number, ProcStat> = new Map()): ReadonlySet<number> {
  return new Set([...found].filter(([, { zombie }]) => !zombie).map(([pid]) => pid));
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

/** What a process shares with others counts for its part; null where that cannot be read. @see proc_pid_smaps(5) */
async function proportionalBytes(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'latin1').catch(() => '');
  const kibibytes = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1_024;
}
