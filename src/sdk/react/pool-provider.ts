import { createContext, createElement, useContext, useMemo, type ReactElement, type ReactNode } from 'react';
import type { PoolClient } from '../client.js';
import type { Contract } from '../contract.js';
import { storeOf, type PoolStore, type StoreOptions } from '../store/pool-store.js';

/** Which store the components below work with. */
export interface PoolProviderProps<C extends Contract = Contract> extends StoreOptions {
  /** Made once, outside of React. It stays open when the provider goes: closing it is for whoever made it. */
  readonly client: PoolClient<C>;
  readonly children?: ReactNode;
}

interface PoolContext {
  readonly client: PoolClient;
  readonly store: PoolStore;
}

const Context = createContext<PoolContext | null>(null);

/** Lets the hooks below it use `client`. */
export function PoolProvider<C extends Contract>(props: PoolProviderProps<C>): ReactElement {
  const { maxEvents, recentRecords, children } = props;
  const client = props.client as unknown as PoolClient;
  const store = storeOf(client, {
    ...(maxEvents !== undefined && { maxEvents }),
    ...(recentRecords !== undefined && { recentRecords }),
  });
  // The same object for the same client, so that a provider drawn again draws nobody else again.
  const value = useMemo(() => ({ client, store }), [client, store]);
  return createElement(Context.Provider, { value }, children);
}

/** The client and the store of the provider above. Throws where there is none. */
export function usePool(): PoolContext {
  const context = useContext(Context);
  if (context === null) throw new Error('The hooks of coordination-pool/react need a PoolProvider above them.');
  return context;
}
