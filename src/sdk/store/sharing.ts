import type { Source } from './source.js';

/** What costs something while it runs. */
export interface Running<T> extends Source<T> {
  start(): void;
  stop(): void;
}

interface Entry {
  readonly running: Running<unknown>;
  users: number;
  ending: ReturnType<typeof setTimeout> | null;
}

/** How long something goes on without anybody listening, in milliseconds: for one who goes from one page to another. */
const LINGER_MS = 1_000;

/** Runs each thing once for all who listen to it, and only while somebody does. */
export class Sharing {
  readonly #entries = new Map<string, Entry>();

  /**
   * A source that costs nothing until somebody listens, so that React may make as many as it likes and forget them. Those of one
   * key share what `make` gives; until it runs the snapshot is `unread`.
   */
  source<T>(key: string, make: () => Running<T>, unread: T): Source<T> {
    return {
      snapshot: () => (this.#entries.get(key)?.running.snapshot() as T | undefined) ?? unread,
      subscribe: (listener) => {
        const entry = this.#use(key, make);
        const unsubscribe = entry.running.subscribe(listener);
        let isOver = false;
        return () => {
          if (isOver) return;
          isOver = true;
          unsubscribe();
          this.#leave(key, entry);
        };
      },
    };
  }

  /** How many things run. */
  get size(): number {
    return this.#entries.size;
  }

  /** Ends all that runs, at once; who still listens is told nothing more. */
  stop(): void {
    for (const { running, ending } of this.#entries.values()) {
      if (ending !== null) clearTimeout(ending);
      running.stop();
    }
    this.#entries.clear();
  }

  #use(key: string, make: () => Running<unknown>): Entry {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { running: make(), users: 0, ending: null };
      this.#entries.set(key, entry);
      entry.running.start();
    }
    if (entry.ending !== null) clearTimeout(entry.ending);
    entry.ending = null;
    entry.users += 1;
    return entry;
  }

  #leave(key: string, entry: Entry): void {
    entry.users -= 1;
    // One that was ended with all others is not there any more.
    if (entry.users > 0 || this.#entries.get(key) !== entry) return;
    entry.ending = setTimeout(() => {
      this.#entries.delete(key);
      entry.running.stop();
    }, LINGER_MS);
  }
}
