import { useConnection } from '../../../src/sdk/react/react';
import { NEEDS, type Action } from './actions';
import { useCaller } from './caller';
import { usePoolView } from './pool-view';
import { words } from './format';

/** Whether something can be done now, and in a sentence for people why not; null where it can. */
export type Can =
  { readonly allowed: true; readonly reason: null } | { readonly allowed: false; readonly reason: string };

const ALLOWED: Can = { allowed: true, reason: null };
const not = (reason: string): Can => ({ allowed: false, reason });

/** Says whether the caller can do that, by his roles, the state of the pool and whether the server is there. The server has the last word. */
export function useCan(action: Action): Can {
  const { roles } = useCaller();
  const { data: pool } = usePoolView();
  const { status: connection } = useConnection();
  const need = NEEDS[action];
  if (!need.roles.some((role) => roles.includes(role))) return not(`This needs the role ${need.roles.join(' or ')}.`);
  if (connection === 'reconnecting') return not('The server does not answer at the moment.');
  if (pool === null) return action === 'initializePool' ? ALLOWED : not('There is no pool yet.');
  if (pool.readOnly !== null && pool.readOnly !== undefined) {
    return not(`The pool can only be read for now (${words(pool.readOnly)}).`);
  }
  if (!need.statuses.includes(pool.status)) return not(`The pool is ${words(pool.status)}.`);
  return ALLOWED;
}
