import { createClient, type Client as SocketClient } from 'graphql-ws';
import WebSocket from 'ws';

export interface Answer<T> {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly {
    readonly message: string;
    readonly path?: readonly unknown[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** A front end as a stranger would write it: HTTP for operations, a WebSocket for subscriptions. */
export class PoolClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(url: string, headers: Readonly<Record<string, string>> = {}) {
    this.#url = url;
    this.#headers = headers;
  }

  async send<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.#url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.#headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: T; errors?: Answer<T>['errors'] };
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** The data, or an error that shows what was refused. */
  async ask<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<T> {
    const { data, errors, status } = await this.send<T>(query, variables);
    if (errors.length > 0 || data === null) throw new Error(`HTTP ${String(status)}: ${JSON.stringify(errors)}`);
    return data;
  }

  async submit(input: Readonly<Record<string, unknown>>): Promise<{ id: string; status: string; cursor: string }> {
    const { submitTask } = await this.ask<{ submitTask: { task: { id: string; status: string }; cursor: string } }>(
      'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id status } cursor } }',
      { input },
    );
    return { ...submitTask.task, cursor: submitTask.cursor };
  }

  /** The pool's cursor now. */
  async cursor(): Promise<string> {
    return (await this.ask<{ pool: { cursor: string } }>('{ pool { cursor } }')).pool.cursor;
  }

  subscribe<T>(query: string, variables: Readonly<Record<string, unknown>> = {}): LiveStream<T> {
    return new LiveStream<T>(`${this.#url.replace(/^http/, 'ws')}/graphql`, query, variables);
  }

  /** Waits, by the pool's own events, until every one of the tasks has settled; gives the last event's status of each. */
  async settled(taskIds: readonly string[], after: string): Promise<Map<string, string>> {
    const open = new Set(taskIds);
    const statuses = new Map<string, string>();
    const stream = this.subscribe<{ taskLifecycle: { task: { id: string; status: string } } }>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [COMPLETED, FAILED, CANCELLED] }) { task { id status } } }',
      { after },
    );
    try {
      while (open.size > 0) {
        const { task } = (await stream.next()).taskLifecycle;
        if (open.delete(task.id)) statuses.set(task.id, task.status);
      }
    } finally {
      await stream.close();
    }
    return statuses;
  }
}

/** One subscription on a socket of its own. It does not reconnect: what it saw is what one socket showed. */
class LiveStream<T> {
  readonly #client: SocketClient;
  readonly #iterator: AsyncIterableIterator<{ data?: T | null; errors?: readonly unknown[] }>;
  #socket: WebSocket | null = null;

  constructor(url: string, query: string, variables: Readonly<Record<string, unknown>>) {
    const keep = (socket: WebSocket): void => {
      this.#socket = socket;
    };
    class KeptSocket extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols);
        keep(this);
      }
    }
    this.#client = createClient({ url, webSocketImpl: KeptSocket, retryAttempts: 0 });
    this.#iterator = this.#client.iterate<T>({ query, variables: { ...variables } }) as AsyncIterableIterator<{
      data?: T | null;
      errors?: readonly unknown[];
    }>;
  }

  /** The next event; throws where the stream has ended or the server refused it. */
  async next(): Promise<T> {
    const result = await this.#iterator.next();
    if (result.done === true) throw new Error('the stream has ended');
    if (result.value.data == null) throw new Error(JSON.stringify(result.value.errors));
    return result.value.data;
  }

  /** Events up to and including the first that `isLast` takes. */
  async until(isLast: (event: T) => boolean): Promise<T[]> {
    const events: T[] = [];
    for (;;) {
      const event = await this.next();
      events.push(event);
      if (isLast(event)) return events;
    }
  }

  /** Drops the connection as a dead network does. */
  cut(): void {
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
    await this.#client.dispose();
  }
}
