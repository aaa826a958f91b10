import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runServer, startServer } from '../support/server.js';
import { http, overHttp, post, type Result, TestSocket } from './transports.js';

const folder = mkdtempSync(join(tmpdir(), 'shutdown-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SLOW = 'mutation { submitTask(input: { payload: { text: "x", sleepMs: 60000 } }) { task { id } } }';

describe('shutdown', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('closes sockets with 1001 and exits with 0 at %s', async (signal) => {
    const server = await startServer({
      args: [
        '--durability',
        'memory',
        '--agent-kind',
        'REMOTE',
        '--size',
        '1',
        '--handlers',
        'examples/pack/index.mjs',
      ],
    });
    const sockets = await Promise.all([1, 2, 3].map(() => TestSocket.open(server.url)));
    await Promise.all(sockets.map((socket) => socket.acknowledge()));
    sockets[0]!.send({ id: '1', type: 'subscribe', payload: { query: 'subscription { poolEvents { kind } }' } });
    const stream = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { poolEvents { kind } }' }),
    });
    const streamed = stream.text();
    await server.stop(signal);
    for (const socket of sockets) expect(await socket.closed).toMatchObject({ code: 1001 });
    await streamed;
    expect(server.process.exitCode).toBe(0);
  });

  it('is not ready, refuses operations and waits for what runs, no longer than the grace', async () => {
    const server = await startServer({ args: ['--durability', 'memory', '--size', '1', '--grace-ms', '2500'] });
    const socket = await TestSocket.open(server.url);
    await socket.acknowledge();
    await overHttp(server.url, { query: SLOW });
    await server.logged(({ event }) => event === 'task.started');
    server.process.kill('SIGTERM');
    // npm passes on what the terminal has sent already.
    server.process.kill('SIGTERM');
    await server.logged(({ event }) => event === 'server.stopping');

    const ready = await http(`${server.url}/readyz`);
    expect([ready.status, JSON.parse(ready.text)]).toEqual([503, { status: 'draining' }]);
    const refused = await post(server.url, { query: '{ pool { name } }' });
    expect([refused.status, (JSON.parse(refused.text) as Result).errors?.[0]?.extensions]).toMatchObject([
      503,
      { code: 'SHUTTING_DOWN', retryable: true },
    ]);
    socket.send({ id: '1', type: 'subscribe', payload: { query: '{ pool { name } }' } });
    expect(await socket.message()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'SHUTTING_DOWN', retryable: true } }],
    });

    await once(server.process, 'exit');
    expect(server.process.exitCode).toBe(0);
    expect(server.logs().find(({ event }) => event === 'task.attempt_failed')).toMatchObject({
      outcome: 'INTERRUPTED',
    });
  });

  it('ends at once at a second signal of somebody who has waited', async () => {
    const server = await startServer({ args: ['--durability', 'memory', '--size', '1', '--grace-ms', '600000'] });
    await overHttp(server.url, { query: SLOW });
    await server.logged(({ event }) => event === 'task.started');
    server.process.kill('SIGINT');
    const { time: stoppingAt } = await server.logged(({ event }) => event === 'server.stopping');
    const exited = once(server.process, 'exit');
    // The one wait for a duration: it is the duration that counts.
    while (Date.now() - Date.parse(String(stoppingAt)) < 1_100) await http(`${server.url}/livez`);
    // One more turn of its loop, however late the last one was.
    await http(`${server.url}/livez`);
    server.process.kill('SIGINT');
    await exited;
    expect(server.process.exitCode).toBe(1);
  });
});

describe('a signal that a stalled process learns of late', () => {
  it('is the same one as the first, where it was sent within a second of it', async () => {
    const server = await startServer({ args: ['--durability', 'memory', '--size', '1', '--grace-ms', '600000'] });
    await overHttp(server.url, { query: SLOW });
    await server.logged(({ event }) => event === 'task.started');
    server.process.kill('SIGTERM');
    const { time: stoppingAt } = await server.logged(({ event }) => event === 'server.stopping');
    server.process.kill('SIGSTOP');
    server.process.kill('SIGTERM');
    // The duration is the point: it wakes up more than a second after the first.
    await new Promise((resolve) => setTimeout(resolve, Date.parse(String(stoppingAt)) + 1_200 - Date.now()));
    server.process.kill('SIGCONT');
    // The second answer is given after a whole turn of its loop, signals included.
    await http(`${server.url}/livez`);
    expect((await http(`${server.url}/livez`)).status).toBe(200);
    const exited = once(server.process, 'exit');
    server.process.kill('SIGKILL');
    await exited;
  });
});

describe('a start that fails', () => {
  const base = ['--handlers', 'examples/pack/index.mjs', '--size', '0'];

  it('says in a line that the port is taken', async () => {
    const server = await startServer({ args: [...base, '--durability', 'memory'] });
    const { code, stderr } = await runServer([...base, '--durability', 'memory', '--port', String(server.port)]);
    expect([code, stderr]).toEqual([
      1,
      `coordination-pool: port ${String(server.port)} of 127.0.0.1 is in use; choose another with --port\n`,
    ]);
    await server.stop();
  });

  it('says in a line that the data directory is in use', async () => {
    const server = await startServer({ args: base, dataDir: folder });
    const { code, stderr } = await runServer([...base, '--port', '0', '--data-dir', folder]);
    expect([code, stderr]).toEqual([
      1,
      `coordination-pool: the data directory ${folder} is in use by another server; choose another with --data-dir\n`,
    ]);
    await server.stop();
  });

  it('says in a line what is wrong with the configuration', async () => {
    expect(await runServer(['--size', 'many'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'coordination-pool: --size, from the command line, must be a whole number from 0 to 1024, not "many"\n',
    });
    expect(await runServer([], { PORT: 'http' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the environment (PORT)'),
    });
  });
});
