import {
  AgentsDocument,
  PoolHealthDocument,
  TaskDetailDocument,
  TasksDocument,
  type AgentsQuery,
  type EventFilter,
  type PoolEventKind,
  type PoolHealthQuery,
  type TaskDetailQuery,
  type TaskFilter,
  type TaskOrder,
  type TaskType,
  type TasksQuery,
  type TypedDocumentString,
} from '../../generated/graphql.js';
import type { PoolClient } from '../client.js';
import type { ConnectionState } from '../connection.js';
import { held, type Contract, type ResultOf } from '../contract.js';
import type { DocumentText } from '../document-text.js';
import { PoolError } from '../pool-error.js';
import { EventFeed, NO_EVENTS, type EventsView, type Gap, type PoolEventLine } from './event-feed.js';
import { Cell, Flusher } from './flusher.js';
import { LiveQuery } from './live-query.js';
import { Sharing, type Running } from './sharing.js';
import { NOTHING, UNREAD, type Source, type View } from './source.js';

export type { EventsView, Gap, PoolEventLine } from './event-feed.js';
export type { Source, View } from './source.js';

/** Which tasks, in which order, and which page of them; as in `Pool.tasks` of the schema. */
export interface TasksOptions {
  readonly filter?: TaskFilter | null;
  /** Default: the newest submission first. */
  readonly orderBy?: TaskOrder;
  /** Tasks on a page, 1 to 200. Default: 50. */
  readonly first?: number;
  /** `pageInfo.endCursor` of the page before. */
  readonly after?: string | null;
}

/** A page of tasks. */
export type TaskPage = NonNullable<TasksQuery['pool']>['tasks'];

/** An agent of the pool. */
export type AgentView = NonNullable<AgentsQuery['pool']>['agents'][number];

/** The pool itself: what it does with work, its dependencies and its figures. */
export type HealthView = NonNullable<PoolHealthQuery['pool']>;

/** A task with its attempts and its history; `Result` is what the contract says of its type. */
export type TaskView<Result = unknown> = Omit<NonNullable<TaskDetailQuery['task']>, 'result'> & {
  readonly result?: Result | null;
};

/** How fresh what is shown can be. */
export interface ConnectionView extends ConnectionState {
  /** The newest gap: everything was read again since; null where there was none. */
  readonly gap: Gap | null;
  /** Why the server gives no events although it is there, such as `UNAUTHENTICATED`; else null. */
  readonly error: PoolError | null;
}

/** When the answer to a document may be another one. */
export interface LiveOptions {
  /** Kinds of events after which it is read again. Default: all; with none it is read every `everyMs` only. */
  readonly kinds?: readonly PoolEventKind[];
  /** Longest time between two reads, in milliseconds, for what changes without an event. Default: 5,000. */
  readonly everyMs?: number;
}

/** How a store follows its pool. */
export interface StoreOptions {
  /** Events that each feed keeps at most. Default: 1,000. */
  readonly maxEvents?: number;
  /** Records of the log, 0 to 10,000, that lie before the moment in which its events begin and are shown too. Default: 0. */
  readonly recentRecords?: number;
}

const MAX_EVENTS = 1_000;

/** Before anybody listened. */
export const UNCONNECTED: ConnectionView = { status: 'idle', sinceMs: 0, latencyMs: null, gap: null, error: null };

const stores = new WeakMap<PoolClient, PoolStore>();

/** The store of a client: one for each, whose options are those of the first time. */
export function storeOf<C extends Contract>(client: PoolClient<C>, options?: StoreOptions): PoolStore<C> {
  const key = client as unknown as PoolClient;
  const store = stores.get(key) ?? new PoolStore(key, options);
  stores.set(key, store);
  return store as unknown as PoolStore<C>;
}

/**
 * What a front end shows of a pool, outside of any framework. One stream of the pool's events says what has changed, and what
 * somebody listens to is then read again. Listeners are told at most ten times a second, all together.
 */
export class PoolStore<C extends Contract = Contract> {
  readonly #client: PoolClient<C>;
  readonly #maxEvents: number;
  readonly #flusher = new Flusher();
  readonly #sharing = new Sharing();
  readonly #followers = new Set<(event: PoolEventLine | null) => void>();
  /** Listening to it is what keeps the one stream going. */
  readonly #feed: Source<EventsView>;
  /** How the connection of the streams is. */
  readonly connection: Source<ConnectionView>;

  constructor(client: PoolClient<C>, { maxEvents = MAX_EVENTS, recentRecords = 0 }: StoreOptions = {}) {
    this.#client = client;
    this.#maxEvents = maxEvents;
    const onEvent = (event: PoolEventLine | null): void => {
      for (const follower of [...this.#followers]) follower(event);
    };
    this.#feed = this.#eventFeed('feed', { onEvent, recentRecords });
    this.connection = this.#sharing.source('connection', () => this.#watchConnection(), UNCONNECTED);
  }

  /** One task; `data` is null where there is none of that id. With its type, its result is what the contract says. */
  task<Type extends TaskType>(id: string | null, type?: Type): Source<View<TaskView<ResultOf<C, Type>>>> {
    if (id === null) return { snapshot: () => NOTHING, subscribe: () => () => undefined };
    const schema = type === undefined ? undefined : (this.#client.contract as Contract)[type]?.result;
    return this.#query(
      `task ${id} ${type ?? ''}`,
      async (signal) => {
        const { task } = await this.#client.request(TaskDetailDocument, { taskId: id }, { signal, retryForMs: 0 });
        if (task == null) return null;
        const result = task.status === 'COMPLETED' ? await held(schema, task.result, `The result of task ${id}`) : null;
        return { ...task, result: result as ResultOf<C, Type> };
      },
      // What becomes of others changes its wait at most.
      (event) => event.task?.id === id || event.kind === 'POOL' || event.kind === 'DEPENDENCY',
    );
  }

  /** A page of the tasks. */
  tasks({ filter = null, orderBy = 'CREATED_DESC', first = 50, after = null }: TasksOptions = {}): Source<
    View<TaskPage>
  > {
    const variables = { pool: this.#client.pool, filter, orderBy, first, after };
    return this.#query(
      `tasks ${JSON.stringify([filter, orderBy, first, after])}`,
      async (signal) => {
        const { pool } = await this.#client.request(TasksDocument, variables, { signal, retryForMs: 0 });
        return this.#existing(pool).tasks;
      },
      () => true,
    );
  }

  /** All agents of the pool. */
  agents(): Source<View<readonly AgentView[]>> {
    const { pool: name } = this.#client;
    return this.#query(
      'agents',
      async (signal) => {
        const { pool } = await this.#client.request(AgentsDocument, { pool: name }, { signal, retryForMs: 0 });
        return this.#existing(pool).agents;
      },
      (event) => event.kind === 'AGENT',
    );
  }

  /** The pool itself. */
  health(): Source<View<HealthView>> {
    const { pool: name } = this.#client;
    return this.#query(
      'health',
      async (signal) => {
        const { pool } = await this.#client.request(PoolHealthDocument, { pool: name }, { signal, retryForMs: 0 });
        return this.#existing(pool);
      },
      () => true,
    );
  }

  /** The answer to any query, such as those of `coordination-pool/documents`. */
  live<Data, Variables extends object>(
    document: DocumentText<Data, Variables>,
    variables: Variables,
    { kinds, everyMs }: LiveOptions = {},
  ): Source<View<Data>> {
    const text = document.toString() as TypedDocumentString<Data, object>;
    return this.#query<Data>(
      `live ${JSON.stringify([text, variables, kinds, everyMs])}`,
      (signal) => this.#client.request<Data, object>(text, variables, { signal, retryForMs: 0 }),
      ({ kind }) => kinds?.includes(kind) ?? true,
      everyMs,
    );
  }

  /** What happens from now on, or behind `after`; the newest `maxEvents` of it. */
  events(filter: EventFilter | null = null, after: string | null = null): Source<EventsView> {
    return filter === null && after === null
      ? this.#feed
      : this.#eventFeed(`events ${JSON.stringify([filter, after])}`, { filter, after });
  }

  /** How many streams and questions run; none, soon after nobody listens any more. */
  get running(): number {
    return this.#sharing.size;
  }

  /** Ends all that runs, at once. For before `client.close()`, where something may still listen. */
  stop(): void {
    this.#sharing.stop();
  }

  #query<T>(
    key: string,
    read: (signal: AbortSignal) => Promise<T | null>,
    concerns: (event: PoolEventLine) => boolean,
    everyMs?: number,
  ): Source<View<T>> {
    const follow = (touch: () => void): (() => void) => {
      const follower = (event: PoolEventLine | null): void => {
        if (event === null || concerns(event)) touch();
      };
      this.#followers.add(follower);
      const leave = this.#feed.subscribe(() => undefined);
      return () => {
        this.#followers.delete(follower);
        leave();
      };
    };
    return this.#sharing.source(key, () => new LiveQuery<T>(this.#flusher, { read, follow, everyMs }), UNREAD);
  }

  #eventFeed(
    key: string,
    options: Pick<ConstructorParameters<typeof EventFeed>[2], 'filter' | 'after' | 'recentRecords' | 'onEvent'>,
  ) {
    const client = this.#client as unknown as PoolClient;
    const make = (): EventFeed => new EventFeed(client, this.#flusher, { maxEvents: this.#maxEvents, ...options });
    return this.#sharing.source<EventsView>(key, make, NO_EVENTS);
  }

  #watchConnection(): Running<ConnectionView> {
    const { connection } = this.#client;
    const seen = (): ConnectionView => {
      const { gaps, error } = this.#feed.snapshot();
      return { ...connection.snapshot(), gap: gaps.at(-1) ?? null, error };
    };
    const cell = new Cell(this.#flusher, seen());
    const change = (): void => cell.change(seen);
    let endings: readonly (() => void)[] = [];
    return {
      snapshot: () => cell.snapshot(),
      subscribe: (listener) => cell.subscribe(listener),
      start: () => {
        endings = [connection.subscribe(change), this.#feed.subscribe(change)];
      },
      stop: () => {
        for (const end of endings) end();
      },
    };
  }

  #existing<Pool>(pool: Pool | null | undefined): Pool {
    if (pool == null) throw new PoolError('NOT_FOUND', `There is no pool ${this.#client.pool}.`, false);
    return pool;
  }
}
