/** An agent of the worker, as the thread that beats for it has to know it. */
export interface HeartSession {
  readonly agentId: string;
  readonly sessionToken: string;
  /** Time between two heartbeats, as the server wants it. */
  readonly heartbeatMs: number;
}

/** What the thread of heartbeats is started with. */
export interface HeartData {
  /** Address of `/graphql`. */
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** One number, which the worker's event loop counts up as long as it turns. */
  readonly turns: Int32Array;
  readonly turnEveryMs: number;
  readonly maxBlockedMs: number;
}

/** What the worker tells the thread. */
export type HeartOrder =
  | ({ readonly type: 'join' } & HeartSession)
  | { readonly type: 'leave'; readonly agentId: string }
  /** An attempt has begun: it is named from now on, which begins with a heartbeat at once. */
  | { readonly type: 'hold'; readonly agentId: string; readonly leaseToken: string }
  /** It has ended. `tell`: by a heartbeat that does not name it any more, because nothing else tells the server. */
  | { readonly type: 'release'; readonly agentId: string; readonly leaseToken: string; readonly tell: boolean }
  | {
      readonly type: 'progress';
      readonly agentId: string;
      readonly leaseToken: string;
      readonly progress: number;
      readonly note: string | null;
    };

/** What the thread tells the worker. */
export type HeartWord =
  /** The attempt with this lease is over: its work is to stop. */
  | { readonly type: 'cancel'; readonly agentId: string; readonly leaseToken: string }
  /** The pool does not know this agent, or not by this session: it has to join anew. */
  | { readonly type: 'gone'; readonly agentId: string }
  /** The server wants other credentials, or none of what is sent. */
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  /** The event loop turns again; it was not vouched for in the meantime. */
  | { readonly type: 'unblocked'; readonly blockedMs: number };
