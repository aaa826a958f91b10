'use client';

import { useMemo } from 'react';
import type { EventFilter, TaskType } from '../../generated/graphql.js';
import type { Contract, ResultOf } from '../contract.js';
import type { DocumentText } from '../document-text.js';
import { NO_EVENTS, type EventsView } from '../store/event-feed.js';
import {
  UNCONNECTED,
  type AgentView,
  type ConnectionView,
  type HealthView,
  type LiveOptions,
  type TaskPage,
  type TasksOptions,
  type TaskView,
} from '../store/pool-store.js';
import { NOTHING, UNREAD, type View } from '../store/source.js';
import { usePool } from './pool-provider.js';
import { useSelected } from './use-selected.js';
import { useSubmit, type Submission } from './use-submit.js';

export { PoolProvider, type PoolProviderProps } from './pool-provider.js';
export { useSubmit, type Submission } from './use-submit.js';
export type { EventsView, Gap, PoolEventLine } from '../store/event-feed.js';
export type {
  AgentView,
  ConnectionView,
  HealthView,
  LiveOptions,
  TaskPage,
  TasksOptions,
  TaskView,
} from '../store/pool-store.js';
export type { DocumentText } from '../document-text.js';
export type { View } from '../store/source.js';

/** Picks what a component shows, so that it is drawn again only when that is another value. */
export type Select<T, Selected> = (value: T) => Selected;

/**
 * A task with its attempts and its history, as it is; `data` is null where there is none of that id. With its type, its result
 * is checked against the contract of the client. `null` for no task yet.
 */
export function useTask<Type extends TaskType, C extends Contract = Contract, S = View<TaskView<ResultOf<C, Type>>>>(
  id: string | null,
  type?: Type,
  select?: Select<View<TaskView<ResultOf<C, Type>>>, S>,
): S {
  const { store } = usePool();
  const source = useMemo(() => store.task(id, type), [store, id, type]);
  return useSelected(source, id === null ? NOTHING : UNREAD, select as Select<View<TaskView>, S> | undefined);
}

/** A page of the tasks, as it is. `options` may be written in place. */
export function useTasks<S = View<TaskPage>>(options: TasksOptions = {}, select?: Select<View<TaskPage>, S>): S {
  const { store } = usePool();
  const key = JSON.stringify(options);
  const source = useMemo(() => store.tasks(JSON.parse(key) as TasksOptions), [store, key]);
  return useSelected(source, UNREAD, select);
}

/** All agents of the pool, in the order in which they joined. */
export function useAgents<S = View<readonly AgentView[]>>(select?: Select<View<readonly AgentView[]>, S>): S {
  const { store } = usePool();
  const source = useMemo(() => store.agents(), [store]);
  return useSelected(source, UNREAD, select);
}

/**
 * What happens from now on, or behind the cursor `after`: the newest events, oldest first, and where some are missing. `filter`
 * may be written in place.
 */
export function useEvents<S = EventsView>(
  { filter, after }: { readonly filter?: EventFilter; readonly after?: string } = {},
  select?: Select<EventsView, S>,
): S {
  const { store } = usePool();
  const key = JSON.stringify(filter ?? null);
  const source = useMemo(() => store.events(JSON.parse(key) as EventFilter | null, after), [store, key, after]);
  return useSelected(source, NO_EVENTS, select);
}

/**
 * The answer to any query, such as those of `coordination-pool/documents`, as it is. `variables` and `options` may be written in
 * place.
 */
export function useLive<Data, Variables extends object, S = View<Data>>(
  document: DocumentText<Data, Variables>,
  variables: Variables,
  options: LiveOptions = {},
  select?: Select<View<Data>, S>,
): S {
  const { store } = usePool();
  const key = JSON.stringify([variables, options]);
  const source = useMemo(() => {
    const [given, how] = JSON.parse(key) as [Variables, LiveOptions];
    return store.live(document, given, how);
  }, [store, document, key]);
  return useSelected(source, UNREAD, select);
}

/** The pool with its dependencies and figures, and the connection to it. */
export interface PoolHealthView extends View<HealthView> {
  readonly connection: ConnectionView;
}

/** How the pool is, and how fresh what is shown can be. */
export function usePoolHealth(): PoolHealthView {
  const { store } = usePool();
  const source = useMemo(() => store.health(), [store]);
  const view = useSelected<View<HealthView>, View<HealthView>>(source, UNREAD, undefined);
  const connection = useConnection();
  return useMemo(() => ({ ...view, connection }), [view, connection]);
}

/** The connection alone: whether it is live, since when, its latency, and the newest gap. */
export function useConnection(): ConnectionView {
  const { store } = usePool();
  return useSelected<ConnectionView, ConnectionView>(store.connection, UNCONNECTED, undefined);
}

/** The hooks that know a contract. */
export interface PoolHooks<C extends Contract> {
  /** As `useTask`, with the result of the contract. */
  readonly useTask: <Type extends TaskType, S = View<TaskView<ResultOf<C, Type>>>>(
    id: string | null,
    type?: Type,
    select?: Select<View<TaskView<ResultOf<C, Type>>>, S>,
  ) => S;
  /** As `useSubmit`, with the payload and result of the contract. */
  readonly useSubmit: <Type extends TaskType>(type: Type) => Submission<C, Type>;
}

/** The same hooks, typed by the contract of a client: `const { useSubmit } = poolHooks<typeof contract>()`. */
export function poolHooks<C extends Contract>(): PoolHooks<C> {
  return { useTask, useSubmit };
}
