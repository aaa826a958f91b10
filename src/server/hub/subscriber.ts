import type { ExecutionArgs } from 'graphql';
import type { SocketOutlet } from '../socket-outlet.js';

/** Who has subscribed: one operation of one socket. */
export interface Subscriber {
  /** As the client chose it. */
  readonly id: string;
  readonly outlet: Pick<SocketOutlet, 'isBehind' | 'push'>;
  /** Those of different scopes are never shown the same answer. */
  readonly scope: string | null;
}

export interface SubscriptionArgs extends ExecutionArgs {
  readonly subscriber: Subscriber;
}
