import { NodeSocket } from './node-socket.js';
import { PoolClient, type ClientOptions, type Contract } from './client.js';

export {
  ContractError,
  PoolClient,
  PoolError,
  TaskCancelledError,
  TaskFailedError,
  type ClientOptions,
  type Contract,
  type PayloadOf,
  type PoolErrorCode,
  type PoolErrorDetails,
  type ResultOf,
  type Schema,
  type SubmitOptions,
  type TaskEvent,
  type TaskFailure,
  type TaskHandle,
} from './client.js';

/** A client of one pool. Nothing is connected before the first call. */
export function createClient<const C extends Contract = Contract>(options: ClientOptions<C>): PoolClient<C> {
  return new PoolClient({ webSocket: NodeSocket, ...options });
}
