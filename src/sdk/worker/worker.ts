import { Deferred } from '../../lib/deferred.js';
import type { Contract } from '../contract.js';
import { EventStreams } from '../event-streams.js';
import { HttpCalls } from '../http-calls.js';
import { NodeSocket } from '../node-socket.js';
import { PoolError } from '../pool-error.js';
import { Heart } from './heart.js';
import type { HeartWord } from './heart-messages.js';
import { LostAgents } from './lost-agents.js';
import { Report } from './report.js';
import { workerSettings, type WorkerOptions, type WorkerSettings } from './settings.js';
import { closeOnSignals } from './signals.js';
import { Slot } from './slot.js';
import type { WriteLine } from './worker-log.js';

export { ContractError, type Contract, type PayloadTaken, type ResultGiven, type Schema } from '../contract.js';
export { PoolError, type PoolErrorCode, type PoolErrorDetails } from '../pool-error.js';
export type { WorkerContext, WorkerHandler, WorkerHandlers, WorkerTask } from './handlers.js';
export type { WorkerOptions } from './settings.js';
export type { LogLevel, WorkerLine, WriteLine } from './worker-log.js';

/**
 * Starts a worker: it joins the pool and works on its tasks until it is closed, whatever happens to the server in between. Throws
 * where an option is not as it should be.
 */
export function createWorker<const C extends Contract = Contract>(options: WorkerOptions<C>): PoolWorker {
  return new PoolWorker(workerSettings(options));
}

/** The server takes at most 100 operations on a socket by default. */
const AGENTS_PER_SOCKET = 50;
/** For what is still to be told when the time to drain is up. */
const LAST_WORDS_MS = 4_000;

/** A worker of one pool, which `createWorker` makes. */
export class PoolWorker {
  readonly #settings: WorkerSettings;
  readonly #log: WriteLine;
  readonly #streams: readonly EventStreams[];
  readonly #heart: Heart;
  readonly #lost: LostAgents;
  readonly #slots: readonly Slot[];
  readonly #hurry = new AbortController();
  readonly #joined = new Deferred();
  readonly #ended = new Deferred();
  readonly #left: Promise<unknown>;
  readonly #forgetSignals: () => void;
  #missing: number;
  #closing: Promise<void> | null = null;
  #failure: { readonly error: unknown } | null = null;
  #isAwaited = false;

  constructor(settings: WorkerSettings) {
    const { address, headers, concurrency, maxBlockedMs, retryForMs, log } = settings;
    const fail = (error: unknown): void => this.#fail(error);
    const calls = new HttpCalls(address, headers, 0);
    this.#settings = settings;
    this.#log = log;
    this.#missing = concurrency;
    // It tells who asks for it; `ended` tells everybody else.
    this.#joined.promise.catch(() => undefined);
    this.#lost = new LostAgents(calls, settings, log);
    this.#heart = new Heart({ address, headers, maxBlockedMs, hear: (word) => this.#hear(word), onFailure: fail });
    this.#streams = Array.from(
      { length: Math.ceil(concurrency / AGENTS_PER_SOCKET) },
      () => new EventStreams(address.replace(/^http/, 'ws'), headers, NodeSocket),
    );
    const place = {
      ...{ settings, calls, log, heart: this.#heart, lost: this.#lost, joined: () => this.#slotJoined() },
      report: new Report(calls, retryForMs, log, fail),
    };
    this.#slots = Array.from({ length: concurrency }, (_, index) => {
      const streams = this.#streams[Math.floor(index / AGENTS_PER_SOCKET)] as EventStreams;
      return new Slot({ ...place, streams }, index + 1);
    });
    this.#left = Promise.all(this.#slots.map((slot) => slot.run())).catch(fail);
    this.#forgetSignals = settings.handleSignals ? closeOnSignals(this) : () => undefined;
  }

  /**
   * Resolves when it is closed and has left. Rejects with the error that it could not go on after, a `PoolError` where the server
   * refused it for good; that ends the process, as any rejection does that nobody handles.
   */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Resolves when all its agents are in the pool. Rejects where it cannot go on, or is closed before. */
  async ready(): Promise<this> {
    this.#isAwaited = true;
    await this.#joined.promise;
    return this;
  }

  /**
   * Takes nothing new, gives what runs `drainMs` to end (default: as it was created with), fails the rest as `WORKER_DRAINED` so that
   * another worker takes it, and removes its agents from the pool. Again, it shortens the time. Resolves when it has left, which is
   * some seconds after that time at the latest, also where the server is away.
   */
  async close({ drainMs = this.#settings.drainMs }: { readonly drainMs?: number } = {}): Promise<void> {
    const late = setTimeout(() => this.#hurry.abort(), drainMs);
    this.#closing ??= this.#drain();
    await this.#closing;
    clearTimeout(late);
  }

  #slotJoined(): void {
    this.#missing -= 1;
    if (this.#missing === 0) this.#joined.resolve();
  }

  #hear(word: HeartWord): void {
    switch (word.type) {
      case 'cancel':
        for (const slot of this.#slots) slot.cancel(word.leaseToken);
        return;
      case 'gone':
        for (const slot of this.#slots) slot.lose(word.agentId);
        return;
      case 'refused':
        this.#fail(new PoolError('UNAUTHENTICATED', word.message, false));
        return;
      case 'unblocked': {
        const message = `the event loop was blocked for ${String(word.blockedMs)} ms; leases may have run out`;
        this.#log({ level: 'error', message });
      }
    }
  }

  async #drain(): Promise<void> {
    this.#joined.reject(this.#failure?.error ?? new Error('the worker was closed before it was ready'));
    for (const slot of this.#slots) slot.leave();
    if (await isFirst(aborted(this.#hurry.signal), this.#left)) {
      const told = Promise.all(this.#slots.map((slot) => slot.giveUp()));
      const late = AbortSignal.timeout(LAST_WORDS_MS);
      await Promise.race([told.then(() => this.#left), aborted(late)]);
    }
    for (const slot of this.#slots) slot.close();
    this.#lost.stop();
    this.#forgetSignals();
    await Promise.all([this.#heart.stop(), ...this.#streams.map((streams) => streams.dispose())]);
    if (this.#failure === null) this.#ended.resolve();
    else this.#ended.reject(this.#failure.error);
  }

  /** There is no going on: nothing more can be told, so there is no time to drain either. */
  #fail(error: unknown): void {
    if (this.#failure !== null) return;
    this.#failure = { error };
    const code = error instanceof PoolError ? { code: error.code } : {};
    this.#log({ level: 'error', message: `the worker cannot go on: ${String(error)}`, ...code });
    // Whoever waits for it to be ready is told by that.
    if (this.#isAwaited && this.#missing > 0) this.ended.catch(() => undefined);
    for (const slot of this.#slots) slot.close();
    void this.close({ drainMs: 0 });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function isFirst(one: Promise<unknown>, other: Promise<unknown>): Promise<boolean> {
  return Promise.race([one.then(() => true), other.then(() => false)]);
}
