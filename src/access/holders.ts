import type { Caller } from './caller.js';

interface Holder {
  readonly caller: Caller;
  readonly end: () => void;
}

/** Sockets and streams that live as long as the credential they were opened with. */
export class Holders {
  readonly #holders = new Set<Holder>();

  add(caller: Caller, end: () => void): () => void {
    const holder = { caller, end };
    this.#holders.add(holder);
    return () => {
      this.#holders.delete(holder);
    };
  }

  /** Ends those whose credential is worth nothing any more. */
  sweep(holds: (caller: Caller) => boolean): void {
    for (const holder of this.#holders) {
      if (holds(holder.caller)) continue;
      this.#holders.delete(holder);
      holder.end();
    }
  }
}
