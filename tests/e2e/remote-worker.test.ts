import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PoolClient } from '../support/client.js';
import { startServer } from '../support/server.js';

interface Spawned {
  readonly spawnAgent: {
    readonly agent: { readonly id: string; readonly status: string };
    readonly sessionToken: string;
    readonly leaseMs: number;
    readonly heartbeatMs: number;
  };
}
const SPAWN =
  'mutation { spawnAgent(input: { kind: REMOTE, name: "worker" }) { agent { id status } sessionToken leaseMs heartbeatMs } }';
interface Assigned {
  readonly agentAssignments: {
    readonly task: { readonly id: string; readonly payload: object };
    readonly attempt: number;
    readonly leaseToken: string;
    readonly leaseExpiresAt: string;
    readonly traceparent: string | null;
  };
}
const ASSIGNMENTS =
  'subscription ($id: ID!, $token: String!) { agentAssignments(agentId: $id, sessionToken: $token) { task { id payload } attempt leaseToken leaseExpiresAt traceparent } }';
const HEARTBEAT = 'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { leaseMs cancel drain } }';
const COMPLETE =
  'mutation ($id: ID!, $lease: String!) { completeTask(input: { taskId: $id, leaseToken: $lease, result: { done: true } }) { task { status attempts { outcome } } } }';

const ARGS = ['--size', '0', '--lease-ms', '1000'];

describe('a remote worker', () => {
  it('is given its work, keeps its lease over a kill and restart of the server, and completes it once', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'remote-'));
    let server = await startServer({ dataDir, args: ARGS });
    let client = new PoolClient(server.url);
    try {
      const { spawnAgent } = await client.ask<Spawned>(SPAWN);
      expect(spawnAgent).toMatchObject({ agent: { status: 'IDLE' }, leaseMs: 1_000 });
      expect(spawnAgent.heartbeatMs).toBeLessThanOrEqual(500);
      const who = { id: spawnAgent.agent.id, token: spawnAgent.sessionToken };
      let stream = client.subscribe<Assigned>(ASSIGNMENTS, who);
      const { id } = await client.submit({ payload: { n: 1 } });
      const { agentAssignments: first } = await stream.next();
      expect(first).toMatchObject({
        task: { id, payload: { n: 1 } },
        attempt: 1,
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/),
      });
      const beat = {
        input: {
          agentId: who.id,
          sessionToken: who.token,
          attempts: [{ leaseToken: first.leaseToken, progress: 0.5, note: 'half' }],
        },
      };
      expect(await client.ask(HEARTBEAT, beat)).toMatchObject({ heartbeat: { cancel: [], drain: false } });

      await server.kill();
      server = await startServer({ dataDir, args: ARGS });
      client = new PoolClient(server.url);
      stream = client.subscribe<Assigned>(ASSIGNMENTS, who);
      const { agentAssignments: again } = await stream.next();
      expect(again).toMatchObject({ task: { id }, attempt: 1, leaseToken: first.leaseToken });
      expect(again.traceparent).toBe(first.traceparent);
      expect(await client.ask(COMPLETE, { id, lease: first.leaseToken })).toMatchObject({
        completeTask: { task: { status: 'COMPLETED', attempts: [{ outcome: 'SUCCEEDED' }] } },
      });
      const twice = await client.send(COMPLETE, { id, lease: first.leaseToken });
      expect([twice.status, twice.errors[0]?.extensions['code']]).toEqual([409, 'STALE_ATTEMPT']);
      await stream.close();
      await server.stop();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('loses its task to another when it falls silent, and is told to stop when it comes back', async () => {
    const server = await startServer({ args: ARGS });
    const client = new PoolClient(server.url);
    const silent = (await client.ask<Spawned>(SPAWN)).spawnAgent;
    const stream = client.subscribe<Assigned>(ASSIGNMENTS, { id: silent.agent.id, token: silent.sessionToken });
    const { id, cursor } = await client.submit({});
    const { agentAssignments: lost } = await stream.next();
    const other = (await client.ask<Spawned>(SPAWN)).spawnAgent;
    const tasks = client.subscribe<{ taskLifecycle: { type: string; agentId: string | null } }>(
      'subscription ($after: Cursor) { taskLifecycle(after: $after) { type agentId } }',
      { after: cursor },
    );
    const events = (await tasks.until(({ taskLifecycle }) => taskLifecycle.type === 'ASSIGNED')).map(
      (event) => event.taskLifecycle,
    );
    await tasks.close();
    expect(events.map(({ type }) => type)).toEqual(['ATTEMPT_FAILED', 'ASSIGNED']);
    expect(events[1]?.agentId).toBe(other.agent.id);

    const stale = await client.send(COMPLETE, { id, lease: lost.leaseToken });
    expect(stale.errors[0]?.extensions['code']).toBe('STALE_ATTEMPT');
    const beat = await client.ask<{ heartbeat: { cancel: string[] } }>(HEARTBEAT, {
      input: {
        agentId: silent.agent.id,
        sessionToken: silent.sessionToken,
        attempts: [{ leaseToken: lost.leaseToken }],
      },
    });
    expect(beat.heartbeat.cancel).toEqual([lost.leaseToken]);
    const { agent } = await client.ask<{ agent: { status: string } }>(
      'query ($id: ID!) { agent(id: $id) { status } }',
      { id: silent.agent.id },
    );
    expect(agent.status).toBe('IDLE');
    await stream.close();
    await server.stop();
  });
});
