import { LeaderWatch } from './leader-watch.js';
import { LinuxWatch } from './linux-watch.js';

export interface Usage {
  /** Resident set of all processes of the life, what they share counted once where it matters (see `LinuxWatch`). */
  readonly memoryBytes: number;
  /** Of one core, since the measurement before; can be over 1 with several threads. */
  readonly cpuShare: number;
}

export interface WatchOptions {
  /** Absolute; by it a server knows the leftovers of one that died. */
  readonly agentsDirectory: string;
  /** Between two looks. */
  readonly intervalMs: number;
  readonly memoryLimitBytes: number;
  /** Processes of one agent, its own included; threads do not count. */
  readonly maxProcesses: number;
}

export interface WatchListener {
  onMeasured(usage: Usage): void;
  /** It uses more than it may. May come again until it has ended. */
  onExceeded(reason: string): void;
}

/** What of one life of an agent is looked after. */
export interface WatchedLife {
  /**
   * Kills what is left of it once its process has ended, and resolves when nothing is, or when what is
   * left does not die (a process inside a call that the kernel cannot interrupt) after a few seconds.
   */
  end(): Promise<void>;
}

/** Looks after the processes of all agents: memory, processor time, number, and that none outlives its agent. */
export interface ProcessWatch {
  /** Resolves when what a server that died in this folder has left behind is gone. Never rejects. */
  readonly leftoversGone: Promise<void>;
  /** What the environment of the next agent's process has to hold. */
  nextMark(): Readonly<Record<string, string>>;
  /** Called at once after the process was started with `mark`. */
  follow(mark: Readonly<Record<string, string>>, leaderPid: number, listener: WatchListener): WatchedLife;
  close(): void;
}

/** Linux shows everything; elsewhere an agent is its own process and, when it ends, its process group. */
export function watchProcesses(options: WatchOptions): ProcessWatch {
  return process.platform === 'linux' ? new LinuxWatch(options) : new LeaderWatch(options);
}
