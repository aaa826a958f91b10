import pidusage from 'pidusage';
import { memoryReason } from './memory-reason.js';
import type { ProcessWatch, WatchedLife, WatchListener, WatchOptions } from './process-watch.js';

/**
 * Where there is no `/proc`: measures the agents' own processes alone, all of them in one call, one call
 * at a time. What an agent started is ended with its process group, and not known beyond that. Does not
 * keep the server alive.
 */
export class LeaderWatch implements ProcessWatch {
  readonly leftoversGone = Promise.resolve();
  readonly #memoryLimitBytes: number;
  readonly #lives = new Map<number, WatchListener>();
  readonly #timer: NodeJS.Timeout;
  #busy = false;

  constructor({ intervalMs, memoryLimitBytes }: WatchOptions) {
    this.#memoryLimitBytes = memoryLimitBytes;
    this.#timer = setInterval(() => void this.#measure(), intervalMs);
    this.#timer.unref();
  }

  nextMark(): Readonly<Record<string, string>> {
    return {};
  }

  follow(_mark: Readonly<Record<string, string>>, leaderPid: number, listener: WatchListener): WatchedLife {
    this.#lives.set(leaderPid, listener);
    return {
      end: () => {
        this.#lives.delete(leaderPid);
        return Promise.resolve();
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    if (this.#busy || this.#lives.size === 0) return;
    this.#busy = true;
    try {
      const lives = [...this.#lives];
      const all: Readonly<Record<string, pidusage.Status | null | undefined>> = await pidusage(
        lives.map(([pid]) => pid),
      );
      for (const [pid, listener] of lives) {
        const status = all[String(pid)];
        if (status === null || status === undefined || this.#lives.get(pid) !== listener) continue;
        listener.onMeasured({ memoryBytes: status.memory, cpuShare: status.cpu / 100 });
        if (status.memory > this.#memoryLimitBytes)
          listener.onExceeded(memoryReason(this.#memoryLimitBytes, status.memory, 1));
      }
    } catch {
      // Processes may be gone in the middle of it, or cannot be measured here: figures stay as they were, or null.
    } finally {
      this.#busy = false;
    }
  }
}
