/** A value that changes, for whoever shows it: what React's `useSyncExternalStore` asks for. */
export interface Source<T> {
  /** The same object until it changes. */
  snapshot(): T;
  /** Calls `listener` after each change. Gives what ends that; nobody listening ends what feeds the value. */
  subscribe(listener: () => void): () => void;
}

/** What was read, and how reading goes. */
export interface View<T> {
  /** The newest answer, also while the server is away; null before the first, and where there is no such thing. */
  readonly data: T | null;
  /** Until there is an answer or an error. */
  readonly loading: boolean;
  /** Why the last read failed, such as a `PoolError`; `data` may be old then. Null where it went well. */
  readonly error: Error | null;
}

/** Before anything was read; also what a server renders. */
export const UNREAD: View<never> = { data: null, loading: true, error: null };

/** The view of nothing. */
export const NOTHING: View<never> = { data: null, loading: false, error: null };
