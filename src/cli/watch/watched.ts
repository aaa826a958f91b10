import type { PoolEventLineFragment, PoolViewQuery } from '../../generated/graphql.js';

export type PoolView = NonNullable<PoolViewQuery['pool']>;

/** What the picture is made from. */
export interface Watched {
  readonly url: string;
  readonly pool: string;
  readonly view: PoolView;
  /** The newest first, a few hundred at most. */
  readonly events: readonly PoolEventLineFragment[];
  /** Instant of the last answer, on the clock of this machine. */
  readonly asOfMs: number;
  readonly link:
    | { readonly phase: 'live'; readonly latencyMs: number }
    | { readonly phase: 'reconnecting'; readonly problem: string };
}
