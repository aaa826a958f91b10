import { totalmem } from 'node:os';

/** What this process uses, its threads together, as a heartbeat tells it: both from 0 to 1. */
export class ProcessUsage {
  #cpu = process.cpuUsage();
  #atMs = performance.now();

  /** Memory as a share of what the process may have, and cores used since the last time, cut at one whole. */
  measure(): { readonly memoryUsage: number; readonly cpuUsage: number } {
    const nowMs = performance.now();
    const { user, system } = process.cpuUsage(this.#cpu);
    const spentMs = (user + system) / 1_000;
    const cpuUsage = Math.min(1, spentMs / Math.max(1, nowMs - this.#atMs));
    this.#cpu = process.cpuUsage();
    this.#atMs = nowMs;
    return { memoryUsage: Math.min(1, process.memoryUsage.rss() / memoryBound()), cpuUsage };
  }
}

/** That of the control group where there is one, else the machine's. */
function memoryBound(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}
