/** Whether the server answers, as the page's own requests and sockets find out. A store for `useSyncExternalStore`. */
export interface Reachability {
  isReachable(): boolean;
  subscribe(listener: () => void): () => void;
  /** Called by whatever reached the server. */
  reached(): void;
  /** Called by whatever did not. From then on the server is asked every two seconds until it answers. */
  missed(): void;
}

const ASK_AGAIN_MS = 2_000;

/** `probe` is asked while the server is gone; any HTTP answer counts, a 503 while it starts too. */
export function createReachability(probe: string): Reachability {
  const listeners = new Set<() => void>();
  let reachable = true;

  const set = (value: boolean) => {
    if (value === reachable) return;
    reachable = value;
    if (!value) void askUntilReached();
    for (const listener of listeners) listener();
  };

  const askUntilReached = async () => {
    while (!reachable) {
      await new Promise((resolve) => window.setTimeout(resolve, ASK_AGAIN_MS));
      await fetch(probe, { cache: 'no-store' }).then(
        () => set(true),
        () => undefined,
      );
    }
  };

  return {
    isReachable: () => reachable,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reached: () => set(true),
    missed: () => set(false),
  };
}
