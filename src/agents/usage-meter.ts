import pidusage from 'pidusage';

export interface Usage {
  /** Resident set. */
  readonly memoryBytes: number;
  /** Of one core, since the measurement before; can be over 1 with several threads. */
  readonly cpuShare: number;
}

/**
 * Measures processes every `intervalMs`, all of them in one call, one call at a time. Does not keep
 * the server alive.
 */
export class UsageMeter {
  readonly #pids: () => readonly number[];
  readonly #onMeasured: (pid: number, usage: Usage) => void;
  readonly #timer: NodeJS.Timeout;
  #busy = false;

  constructor(intervalMs: number, pids: () => readonly number[], onMeasured: (pid: number, usage: Usage) => void) {
    this.#pids = pids;
    this.#onMeasured = onMeasured;
    this.#timer = setInterval(() => void this.#measure(), intervalMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #measure(): Promise<void> {
    const pids = this.#pids();
    if (this.#busy || pids.length === 0) return;
    this.#busy = true;
    try {
      const all: Readonly<Record<string, pidusage.Status | null | undefined>> = await pidusage([...pids]);
      for (const pid of pids) {
        const status = all[String(pid)];
        if (status !== null && status !== undefined)
          this.#onMeasured(pid, { memoryBytes: status.memory, cpuShare: status.cpu / 100 });
      }
    } catch {
      // Processes may be gone in the middle of it, or cannot be measured here: figures stay as they were, or null.
    } finally {
      this.#busy = false;
    }
  }
}
