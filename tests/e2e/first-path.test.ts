import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { startServer, type RunningServer } from '../support/server.js';

let server: RunningServer;
let client: PoolClient;
beforeAll(async () => {
  server = await startServer();
  client = new PoolClient(server.url);
});
afterAll(() => server.stop());

interface TaskEvent {
  readonly taskLifecycle: {
    readonly type: string;
    readonly agentId: string | null;
    readonly attempt: number | null;
    readonly traceId: string;
    readonly task: { readonly id: string; readonly status: string; readonly result: unknown };
  };
}

describe('the thinnest real path', () => {
  it('takes a task over HTTP, has a process work on it, and shows every step over a WebSocket', async () => {
    const stream = client.subscribe<TaskEvent>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after) { type agentId attempt traceId task { id status result } } }',
      { after: await client.cursor() },
    );
    const { id } = await client.submit({ type: 'GENERAL', payload: { text: '# One heading\n\nand five words' } });
    const events = (await stream.until(({ taskLifecycle }) => taskLifecycle.type === 'COMPLETED')).map(
      (event) => event.taskLifecycle,
    );
    await stream.close();

    expect(events.map(({ type }) => type)).toEqual(['SUBMITTED', 'ASSIGNED', 'STARTED', 'COMPLETED']);
    expect(new Set(events.map(({ task }) => task.id))).toEqual(new Set([id]));
    expect(new Set(events.map(({ traceId }) => traceId)).size).toBe(1);
    expect(events.at(-1)?.task).toMatchObject({ status: 'COMPLETED', result: { words: 6, headings: 1 } });
    expect(events.at(-1)).toMatchObject({ attempt: 1, agentId: expect.stringMatching(/^agent_/) });
  });

  it('is ready with four working agents', async () => {
    const { pool } = await client.ask<{
      pool: { size: number; status: string; agents: { kind: string; status: string }[] };
    }>('{ pool { size status agents { kind status } } }');
    expect(pool).toMatchObject({ size: 4, status: 'RUNNING' });
    expect(pool.agents).toEqual(Array(4).fill({ kind: 'PROCESS', status: 'IDLE' }));
  });
});
