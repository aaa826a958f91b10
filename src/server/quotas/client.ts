import { type Caller, EVERYBODY } from '../../access/caller.js';

/** Whoever sends something: who he is, and where he is. Limits are kept by both. */
export interface Client {
  readonly caller: Caller;
  /** As `ClientAddresses` tells it. */
  readonly address: string;
}

/** For programs that have no connections, tests among them. */
export const ANYBODY: Client = { caller: EVERYBODY, address: '' };
