import { RetireAgentDocument, SilentAgentsDocument } from '../../generated/graphql.js';
import type { HttpCalls } from '../http-calls.js';
import type { WriteLine } from './worker-log.js';

/** Until the server has told its lease: the usual one. */
const USUAL_LEASE_MS = 30_000;
const LEAST_BETWEEN_LOOKS_MS = 1_000;

/** The name of the nth agent of a worker, which is how its successors know it. */
export function agentName(worker: string, nth: number): string {
  return `${worker}-${String(nth)}`;
}

/**
 * Dismisses agents of workers of one name that have been silent for a lease: their worker is gone, and what they had in hand has gone
 * to others. One whose worker is only cut off loses no more than its place, and joins anew.
 */
export class LostAgents {
  readonly #calls: HttpCalls;
  readonly #pool: string;
  readonly #worker: string;
  readonly #log: WriteLine;
  #leaseMs = USUAL_LEASE_MS;
  #looking: ReturnType<typeof setInterval> | null = null;

  constructor(calls: HttpCalls, { pool, name }: { readonly pool: string; readonly name: string }, log: WriteLine) {
    this.#calls = calls;
    this.#pool = pool;
    this.#worker = name;
    this.#log = log;
  }

  /** Looks now, and once in a lease. */
  keepLooking(leaseMs: number): void {
    if (this.#looking !== null) return;
    this.#leaseMs = leaseMs;
    this.#looking = setInterval(() => this.look(), Math.max(LEAST_BETWEEN_LOOKS_MS, leaseMs));
    this.#looking.unref();
    this.look();
  }

  /** Where the server is away, there is nothing to be seen; there will be another look. */
  look(): void {
    this.#dismiss().catch(() => undefined);
  }

  stop(): void {
    if (this.#looking !== null) clearInterval(this.#looking);
  }

  async #dismiss(): Promise<void> {
    const options = { signal: AbortSignal.timeout(USUAL_LEASE_MS) };
    const { pool } = await this.#calls.once(SilentAgentsDocument, { pool: this.#pool }, options);
    // Both instants are the server's.
    const nowMs = Date.parse(pool?.metrics.at ?? '');
    for (const { id, name, kind, status, health } of pool?.agents ?? []) {
      if (kind !== 'REMOTE' || status !== 'DEGRADED' || !this.#isOurs(name)) continue;
      if (nowMs - Date.parse(health.lastHeartbeatAt ?? '') < this.#leaseMs) continue;
      await this.#calls.once(RetireAgentDocument, { input: { agentId: id } }, options);
      this.#log({ level: 'info', message: `dismissed ${name}, which had gone silent`, agentId: id });
    }
  }

  #isOurs(name: string): boolean {
    return name.startsWith(`${this.#worker}-`) && /^\d+$/.test(name.slice(this.#worker.length + 1));
  }
}
