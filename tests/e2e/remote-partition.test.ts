import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PoolClient } from '../support/client.js';
import { openLink, type Link } from '../support/link.mjs';
import { RemoteWorker } from '../support/remote-worker.js';
import { startServer, type RunningServer } from '../support/server.js';
import { WorkerProcess } from '../support/worker-process.js';

const LEASE_MS = 2_000;
const ARGS = ['--size', '0', '--lease-ms', String(LEASE_MS)];

interface TaskEvents {
  readonly taskLifecycle: { readonly type: string; readonly agentId: string | null; readonly attempt: number | null };
}
const TASK_EVENTS =
  'subscription ($after: Cursor, $id: ID!) { taskLifecycle(after: $after, filter: { taskIds: [$id] }) { type agentId attempt } }';

describe('a remote worker on a bad line', () => {
  let dataDir: string;
  let server: RunningServer;
  let client: PoolClient;
  let link: Link;
  /** The one on the bad line, and one that is well. */
  let worker: RemoteWorker;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'partition-'));
    server = await startServer({ dataDir, args: ARGS });
    client = new PoolClient(server.url);
    link = await openLink(server.port);
    worker = (await RemoteWorker.spawn(client, 'far')).through(new PoolClient(link.url));
  });
  afterEach(async () => {
    await link.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** Every event of the task, in order, up to the first of that type. */
  const history = async (id: string, cursor: string, last: string): Promise<string[]> => {
    const stream = client.subscribe<TaskEvents>(TASK_EVENTS, { after: cursor, id });
    const events = await stream.until(({ taskLifecycle }) => taskLifecycle.type === last);
    await stream.close();
    return events.map(({ taskLifecycle: { type, attempt } }) => `${type} ${attempt ?? 0}`);
  };

  const restart = async (): Promise<void> => {
    await server.kill();
    server = await startServer({ dataDir, args: ARGS });
    client = new PoolClient(server.url);
    link.retarget(server.port);
  };

  it('that is stopped past its lease finds its work given to another, and nothing it says afterwards counts', async () => {
    const cursor = await client.cursor();
    const stopped = new WorkerProcess(server.url, worker, 1_000);
    await stopped.said(({ event }) => event === 'connected');
    const { id } = await client.submit({});
    await stopped.said(({ event }) => event === 'assigned');
    stopped.signal('SIGSTOP');
    const other = new WorkerProcess(server.url, await RemoteWorker.spawn(client, 'near'), 400);
    await other.said(({ event }) => event === 'assigned');
    stopped.signal('SIGCONT');
    const end = await stopped.said(({ event }) => event === 'ended' || event === 'told to stop');
    expect(end.outcome ?? 'STALE_ATTEMPT').toBe('STALE_ATTEMPT');
    expect((await other.said(({ event }) => event === 'ended')).outcome).toBe('COMPLETED');
    const attempts = (await history(id, cursor, 'COMPLETED')).filter((each) =>
      /^(ASSIGNED|ATTEMPT|COMPLETED)/.test(each),
    );
    expect(attempts).toEqual(['ASSIGNED 1', 'ATTEMPT_FAILED 1', 'ASSIGNED 2', 'COMPLETED 2']);
    await Promise.all([stopped.end(), other.end()]);
  });

  it('goes on with the same attempt where it reconnects within its lease, and is given that first', async () => {
    let stream = worker.assignments();
    await client.submit({});
    const { agentAssignments: work } = await stream.next();
    link.cut();
    await expect(stream.next()).rejects.toBeDefined();
    await expect(worker.beat([work.leaseToken])).rejects.toThrow();
    const waiting = await client.submit({});
    link.mend();
    stream = worker.assignments();
    expect((await stream.next()).agentAssignments).toEqual(work);
    expect(await worker.complete(work, 1)).toBe('COMPLETED');
    expect((await stream.next()).agentAssignments.task.id).toBe(waiting.id);
    await stream.close();
  });

  it('whose words do not arrive loses its work; when they do, late, they are refused one and all', async () => {
    const stream = worker.assignments();
    const { id, cursor } = await client.submit({});
    const { agentAssignments: work } = await stream.next();
    link.hold('toServer');
    const late = [worker.start(work), worker.fail(work), worker.complete(work, 'late'), worker.beat([work.leaseToken])];
    expect(await history(id, cursor, 'ATTEMPT_FAILED')).toEqual(['ATTEMPT_FAILED 1']);
    const other = await RemoteWorker.spawn(client, 'near');
    const others = other.assignments();
    const { agentAssignments: again } = await others.next();
    link.release();
    expect(await Promise.all(late)).toEqual(['STALE_ATTEMPT', 'STALE_ATTEMPT', 'STALE_ATTEMPT', [work.leaseToken]]);
    expect(await other.complete(again, 'in time')).toBe('COMPLETED');
    expect((await history(id, cursor, 'COMPLETED')).slice(-2)).toEqual(['STARTED 2', 'COMPLETED 2']);
    await Promise.all([stream.close(), others.close()]);
  });

  it('that does not hear the answer and says it again has said it once, also to a server that was killed meanwhile', async () => {
    const stream = worker.assignments();
    const { id, cursor } = await client.submit({});
    const { agentAssignments: work } = await stream.next();
    link.hold('toClient');
    const unheard = worker.complete(work, 1);
    expect(await history(id, cursor, 'COMPLETED')).toEqual(['STARTED 1', 'COMPLETED 1']);
    link.cut();
    await expect(unheard).rejects.toThrow();
    link.mend();
    link.release();
    expect(await worker.complete(work, 1)).toBe('STALE_ATTEMPT');
    await restart();
    expect(await worker.complete(work, 1)).toBe('STALE_ATTEMPT');
    expect(await worker.beat([work.leaseToken])).toEqual([work.leaseToken]);
    const { task } = await client.ask<{ task: { status: string; attempts: { outcome: string }[] } }>(
      'query ($id: ID!) { task(id: $id) { status attempts { outcome } } }',
      { id },
    );
    expect(task).toEqual({ status: 'COMPLETED', attempts: [{ outcome: 'SUCCEEDED' }] });
    await stream.close();
  });

  it('whose requests arrive twice, the second time after a restart, has done everything once', async () => {
    const stream = worker.assignments();
    const { id, cursor } = await client.submit({});
    const { agentAssignments: work } = await stream.next();
    await stream.close();
    link.record();
    await worker.beat([work.leaseToken]);
    expect(await worker.start(work)).toBe('IN_PROGRESS');
    expect(await worker.complete(work, 1)).toBe('COMPLETED');
    await restart();
    const answers = await link.replay();
    expect(answers.match(/STALE_ATTEMPT/g)).toHaveLength(2);
    expect(answers).toContain(`"cancel":["${work.leaseToken}"]`);
    await client.submit({});
    expect(await history(id, cursor, 'COMPLETED')).toEqual(['STARTED 1', 'COMPLETED 1']);
    const { pool } = await client.ask<{ pool: { metrics: { tasksCompleted: number } } }>(
      '{ pool { metrics { tasksCompleted: tasksTotal } } }',
    );
    expect(pool.metrics.tasksCompleted).toBe(2);
  });
});
