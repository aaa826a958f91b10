import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Keys } from '../access/keys.js';
import { PoolClient } from '../support/client.js';
import { DiscoveryService } from '../support/discovery-service.js';
import { type LogLine, type RunningServer, startServer } from '../support/server.js';

const TYPES = ['DISCOVERY', 'GENERAL', 'HEARTBEAT', 'INGEST', 'MIGRATION', 'RESEARCH'];
const SHUTDOWN = 'mutation { shutdownPool(input: { mode: NOW }) { pool { status } } }';
const INITIALIZE = 'mutation { initializePool { pool { status } } }';

const named =
  (event: string, fields: LogLine = {}) =>
  (line: LogLine): boolean =>
    line['event'] === event && Object.entries(fields).every(([name, value]) => line[name] === value);

describe('a server with --demo', () => {
  const keys = new Keys();
  let server: RunningServer;
  let operator: PoolClient;
  beforeAll(async () => {
    operator = new PoolClient('', {});
    const key = keys.add('operator', ['operator']);
    const args = ['--demo', '--demo-pace', '12', '--api-keys-file', keys.path, '--grace-ms', '1000'];
    server = await startServer({ args });
    operator = new PoolClient(server.url, key);
  });
  afterAll(async () => {
    await server.kill();
    keys.remove();
  });

  /** Ids of the tasks that the events of this name are of. */
  const tasksOf = (event: string, fields: LogLine = {}): unknown[] =>
    server.logs().flatMap((line) => (named(event, fields)(line) ? [line['taskId']] : []));

  it('says in one line that the demo runs, and shows no key', async () => {
    const { msg } = await server.logged(named('demo.started', { pool: 'default' }));
    expect(msg).toMatch(/^the demo runs: .*outage/);
    expect(JSON.stringify(server.logs())).not.toMatch(/bearer/i);
  });

  it('does work of all six types', async () => {
    for (const taskType of TYPES) {
      const first = await server.logged(
        (line) => named('task.completed')(line) && tasksOf('task.submitted', { taskType }).includes(line['taskId']),
      );
      expect(first['agentId']).toEqual(expect.any(String));
    }
  });

  it('moves work that has failed to another agent', async () => {
    const failed = await server.logged(named('task.attempt_failed', { code: 'STUMBLED' }));
    const done = await server.logged(named('task.completed', { taskId: failed['taskId'] }));
    expect(done['attempt']).toBe(2);
    expect(done['agentId']).not.toBe(failed['agentId']);
  });

  it('has work fail for good, by its own fault and out of time, replays it and calls some off', async () => {
    await server.logged(named('task.failed', { code: 'HOPELESS' }));
    await server.logged(
      (line) => named('task.failed')(line) && /BAD_PAYLOAD|NOT_FOUND|OUTSIDE_ROOT/.test(String(line['code'])),
    );
    await server.logged(named('task.failed', { code: 'TIMED_OUT' }));
    await server.logged(named('task.replayed'));
    await server.logged(named('task.cancelled'));
  });

  it('fills the queue until it refuses', async () => {
    const burst = await server.logged(named('demo.acted', { act: 'burst' }));
    expect(burst['refused']).toBeGreaterThan(0);
  });

  it('has the discovery service away: its work waits, and is done when it is back', async () => {
    await server.logged(named('dependency.went_down', { dependency: 'discovery' }));
    const { taskId } = await server.logged(named('task.queued', { waits: 'DEPENDENCY_DOWN' }));
    await server.logged(named('dependency.came_up', { dependency: 'discovery' }));
    await server.logged(named('task.completed', { taskId }));
    const down = server.logs().findIndex(named('dependency.went_down'));
    const up = server.logs().findIndex(named('dependency.came_up'));
    const others = server.logs().slice(down, up).filter(named('task.completed'));
    expect(others.length).toBeGreaterThan(0);
  });

  it('has an agent fail and come back, one join and leave, and the pool pause', async () => {
    const { agentId } = await server.logged(named('agent.degraded'));
    await server.logged(named('agent.restored', { agentId }));
    await server.logged(named('pool.paused'));
    await server.logged(named('pool.resumed'));
    const guest = await server.logged(named('agent.spawned', { agentName: 'Demo guest' }));
    await server.logged(named('agent.retired', { agentId: guest['agentId'] }));
  });

  it('comes in as the principal demo', () => {
    const audited = server.logs().filter(named('audit'));
    expect(audited.length).toBeGreaterThan(10);
    for (const { principal } of audited) expect(principal).toBe('demo');
  });

  it('waits while the pool is shut down, and goes on when somebody starts it', async () => {
    await operator.ask(SHUTDOWN);
    await server.logged(named('demo.waits', { status: 'STOPPED' }));
    const submitted = tasksOf('task.submitted').length;
    await operator.ask(INITIALIZE);
    await server.logged(named('demo.resumed'));
    await server.logged((line) => named('task.submitted')(line) && tasksOf('task.submitted').length > submitted);
  });

  it('ends with the server, in order', async () => {
    await server.stop();
    const events = server.logs().map(({ event }) => event);
    expect(events.indexOf('demo.stopped')).toBeLessThan(events.indexOf('server.stopped'));
    expect(events.at(-1)).toBe('server.stopped');
    const wrong = server.logs().filter(({ level }) => Number(level) >= 50 || level === 'error');
    expect(wrong).toEqual([]);
  });
});

describe('a demo with REMOTE agents and a discovery service of somebody else', () => {
  const discovery = new DiscoveryService('.');
  let server: RunningServer;
  beforeAll(async () => {
    await discovery.start();
    const args = [
      '--demo',
      '--demo-pace',
      '60',
      '--durability',
      'memory',
      '--agent-kind',
      'REMOTE',
      '--max-queue',
      '20',
    ];
    server = await startServer({ args: [...args, '--discovery-url', discovery.healthUrl] });
  });
  afterAll(async () => {
    await server.stop();
    await discovery.stop();
  });

  it('says that nothing picks the work up', async () => {
    await server.logged(named('demo.nobody_works'));
  });

  it('has it count as down for a while, and leaves the service itself alone', async () => {
    await server.logged(named('dependency.went_down'));
    await server.logged(named('dependency.came_up'));
    expect((await fetch(discovery.healthUrl)).status).toBe(200);
  });

  it('leaves half of the queue to others', async () => {
    await server.logged(named('demo.acted', { act: 'retire' }));
    const { pool } = await new PoolClient(server.url).ask<{ pool: { queueLength: number } }>(
      '{ pool { queueLength } }',
    );
    expect(pool.queueLength).toBeGreaterThanOrEqual(10);
    expect(pool.queueLength).toBeLessThan(20);
  });
});
