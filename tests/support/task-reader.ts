import type { PoolClient } from './client.js';
import { lookAgain } from './look-again.js';

export interface ReadTask {
  readonly id: string;
  readonly status: string;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string; readonly retryable: boolean } | null;
  readonly progress: { readonly fraction: number; readonly note: string | null } | null;
  readonly attempts: readonly {
    readonly agentId: string;
    readonly outcome: string | null;
    readonly error: { readonly code: string } | null;
  }[];
}

const TASK =
  'id status result error { code message retryable } progress { fraction note } ' +
  'attempts { agentId outcome error { code message retryable } }';

/** Tasks as they stand and become, beside whoever works on them. */
export class TaskReader {
  readonly #client: PoolClient;
  readonly #submittedAt = new Map<string, string>();

  constructor(client: PoolClient) {
    this.#client = client;
  }

  async submit(input: Readonly<Record<string, unknown>>): Promise<string> {
    const after = await this.#client.cursor();
    const { id } = await this.#client.submit(input);
    this.#submittedAt.set(id, after);
    return id;
  }

  async read(id: string): Promise<ReadTask> {
    const query = `query ($id: ID!) { task(id: $id) { ${TASK} } }`;
    return (await this.#client.ask<{ task: ReadTask }>(query, { id })).task;
  }

  /** The task as it stands when it has ended. */
  async settled(id: string): Promise<ReadTask> {
    await this.#client.settled([id], this.#submittedAt.get(id) ?? '');
    return this.read(id);
  }

  /** Resolves when something of that type has happened to the task. */
  async event(id: string, type: string): Promise<void> {
    const stream = this.#client.subscribe<{ taskLifecycle: { type: string } }>(
      'subscription ($after: Cursor, $ids: [ID!]) { taskLifecycle(after: $after, filter: { taskIds: $ids }) { type } }',
      { after: this.#submittedAt.get(id), ids: [id] },
    );
    await stream.until(({ taskLifecycle }) => taskLifecycle.type === type);
    await stream.close();
  }

  async cancel(id: string): Promise<void> {
    await this.#client.ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { cursor } }', { id });
  }

  /** For a state that nobody announces. */
  async until(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) await lookAgain();
  }
}
