import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { resolve } from 'node:path';
import { PoolClient } from '../support/client.js';
import { DiscoveryService } from '../support/discovery-service.js';
import { startServer, type RunningServer } from '../support/server.js';

const service = new DiscoveryService(resolve('.'));
let server: RunningServer;
let client: PoolClient;
beforeAll(async () => {
  await service.start();
  server = await startServer({
    args: [
      '--discovery-url',
      service.healthUrl,
      '--discovery-interval-ms',
      '200',
      '--size',
      '1',
      '--root',
      resolve('.'),
    ],
  });
  client = new PoolClient(server.url);
});
afterAll(async () => {
  await server.stop();
  await service.stop();
});

interface Degradation {
  readonly degradation: {
    type: string;
    health: string;
    affectedTypes: string[];
    waitingTasks: number;
    reason: string;
    dependency: { name: string; status: string } | null;
  };
}
const DEGRADATION =
  'subscription ($after: Cursor) { degradation(after: $after) { type health affectedTypes waitingTasks reason dependency { name status } } }';
const WAIT = 'query ($id: ID!) { task(id: $id) { status wait { reason detail } } }';

describe('an outage of the discovery service', () => {
  it('holds back only the work that needs it, says so, and lets it run by itself, in order, when it is back', async () => {
    const after = await client.cursor();
    const degradation = client.subscribe<Degradation>(DEGRADATION, { after });
    await service.stop();
    const down = (await degradation.until(({ degradation: event }) => event.type === 'POOL_DEGRADED')).map(
      (event) => event.degradation,
    );
    expect(down.map(({ type }) => type)).toEqual(['DEPENDENCY_DOWN', 'POOL_DEGRADED']);
    expect(down[0]).toMatchObject({
      health: 'DEGRADED',
      dependency: { name: 'discovery', status: 'DOWN' },
      affectedTypes: ['DISCOVERY', 'MIGRATION'],
    });
    const ready = await fetch(`${server.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'degraded' }]);

    const held: string[] = [];
    for (const type of ['DISCOVERY', 'MIGRATION', 'DISCOVERY']) {
      held.push(
        (
          await client.submit({
            type,
            payload:
              type === 'DISCOVERY'
                ? { folder: 'examples' }
                : { folder: '.', component: 'console', target: 'apps/console' },
          })
        ).id,
      );
    }
    const other = await client.submit({ type: 'GENERAL', payload: { text: 'goes on' } });
    expect(await client.settled([other.id], after)).toEqual(new Map([[other.id, 'COMPLETED']]));
    for (const id of held) {
      const { task } = await client.ask<{ task: object }>(WAIT, { id });
      expect(task).toMatchObject({
        status: 'PENDING',
        wait: { reason: 'DEPENDENCY_DOWN', detail: expect.stringContaining('discovery') },
      });
    }
    const { pool } = await client.ask<{ pool: object }>(
      '{ pool { health dependencies { name status overridden waitingTasks lastError nextCheckAt } } }',
    );
    expect(pool).toMatchObject({
      health: 'DEGRADED',
      dependencies: [
        { name: 'discovery', status: 'DOWN', overridden: false, waitingTasks: 3, lastError: expect.any(String) },
      ],
    });

    const tasks = client.subscribe<{ taskLifecycle: { task: { id: string } } }>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after, filter: { types: [ASSIGNED] }) { task { id } } }',
      { after: await client.cursor() },
    );
    await service.start();
    const up = (await degradation.until(({ degradation: event }) => event.type === 'POOL_RECOVERED')).map(
      (event) => event.degradation,
    );
    expect(up.map(({ type }) => type)).toEqual(['DEPENDENCY_UP', 'POOL_RECOVERED']);
    expect(up[0]).toMatchObject({ waitingTasks: 3 });
    const order = [
      (await tasks.next()).taskLifecycle.task.id,
      (await tasks.next()).taskLifecycle.task.id,
      (await tasks.next()).taskLifecycle.task.id,
    ];
    expect(order).toEqual(held);
    const statuses = await client.settled(held, after);
    expect(statuses.get(held[0] ?? '')).toBe('COMPLETED');
    await tasks.close();
    await degradation.close();
  });

  it('is set and lifted by hand, and given back to the probe', async () => {
    const set = (
      status: string,
    ): Promise<{ setDependencyStatus: { dependency: { status: string; overridden: boolean } } }> =>
      client.ask(
        'mutation ($status: DependencySetting!) { setDependencyStatus(input: { name: "discovery", status: $status }) { dependency { status overridden } } }',
        { status },
      );
    expect((await set('DOWN')).setDependencyStatus.dependency).toEqual({ status: 'DOWN', overridden: true });
    const { cursor } = await client.submit({ type: 'DISCOVERY', payload: { folder: 'examples' } });
    const degradation = client.subscribe<Degradation>(DEGRADATION, { after: cursor });
    expect((await set('AUTO')).setDependencyStatus.dependency).toMatchObject({ overridden: false });
    await degradation.until(({ degradation: event }) => event.type === 'POOL_RECOVERED');
    await degradation.close();
  });
});
