import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXIT, EXIT_MEANINGS } from '../../src/cli/exit-code.js';
import { runCommand, startCommand, type Ended } from '../support/command-line.js';
import { startServer, type LogLine, type RunningServer } from '../support/server.js';

const KEY = 'a-key-of-the-tests';
const HANDLERS = resolve('tests/agents/fixtures/handlers.mjs');

describe('an exit code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-exit-'));
  const keys = join(folder, 'keys.json');
  let server: RunningServer;
  let guarded: RunningServer;

  beforeAll(async () => {
    const sha256 = createHash('sha256').update(KEY).digest('hex');
    writeFileSync(keys, JSON.stringify({ keys: [{ name: 'tests', sha256 }] }));
    [server, guarded] = await Promise.all([
      startServer({ args: ['--durability', 'memory', '--size', '1', '--max-queue', '1', '--handlers', HANDLERS] }),
      startServer({ args: ['--durability', 'memory', '--size', '0', '--api-keys-file', keys] }),
    ]);
  });
  afterAll(async () => {
    await Promise.all([server.stop(), guarded.stop()]);
    rmSync(folder, { recursive: true });
  });

  const run = (...args: string[]): Promise<Ended> => runCommand([...args, '--url', server.url]);
  const submit = (payload: unknown, ...args: string[]): Promise<Ended> =>
    run('submit', 'general', '--payload', JSON.stringify(payload), ...args);

  const firstCursor = async (): Promise<string> =>
    (JSON.parse((await run('events', '--limit', '1', '--json')).stdout) as { cursor: string }).cursor;

  it('is 0 for what was done, with nothing but data on standard output', async () => {
    const { code, stdout, stderr } = await submit({ do: 'echo', value: 7 }, '--wait');
    expect([code, stderr]).toEqual([EXIT.ok, '']);
    expect(JSON.parse(stdout)).toMatchObject({ echo: 7 });
  });

  it('is 1 where something is not as it should be', async () => {
    const { code, stderr } = await runCommand(['verify', join(folder, 'nothing-here')]);
    expect([code, stderr]).toEqual([EXIT.unexpected, expect.stringContaining('no data directory')]);
  });

  it.each([
    [['submit', 'genral'], 'GENERAL'],
    [['submit', 'GENERAL', '--payload', '[1]'], '--payload'],
    [['submit', 'GENERAL', '--payload', '@/nowhere'], '/nowhere'],
    [['submit', 'GENERAL', '--priority', '10'], '--priority'],
    [['tasks', '--status', 'LOST'], '--status'],
    [['tasks', '--after', 'no cursor'], 'after'],
    [['statsu'], 'Did you mean status?'],
    [['status', '--colour'], '--colour'],
    [['shutdown'], '--yes'],
    [['watch'], 'needs a terminal'],
    [['status', '--url', 'nowhere'], '--url'],
    [['status', '--api-key-file', '/nowhere'], '--api-key-file'],
    [['backup'], 'folder'],
  ])('is 2 for %j, which it names', async (args, named) => {
    const { code, stdout, stderr } = await runCommand(args, { env: { COORDINATION_POOL_URL: server.url } });
    expect([code, stdout]).toEqual([EXIT.usage, '']);
    expect(stderr).toContain(named);
  });

  it('is 3 where there is no server, and says where it was looked for', async () => {
    const { code, stdout, stderr } = await runCommand(['status', '--url', 'http://127.0.0.1:1']);
    expect([code, stdout]).toEqual([EXIT.unreachable, '']);
    expect(stderr).toContain('http://127.0.0.1:1');
  });

  it('is 3 for a submission whose answer never came, with the key that makes it one task', async () => {
    const { code, stderr } = await runCommand(['submit', 'GENERAL', '--url', 'http://127.0.0.1:1']);
    expect([code, stderr]).toEqual([EXIT.unreachable, expect.stringMatching(/--idempotency-key [0-9a-f]{32}/)]);
  });

  it('is 4 without the key, and 0 with it, from the environment or a file', async () => {
    const status = (...args: string[]) => ['status', '--url', guarded.url, ...args];
    const { code, stderr } = await runCommand(status());
    expect([code, stderr]).toEqual([EXIT.notAllowed, expect.stringContaining('COORDINATION_POOL_API_KEY')]);
    expect(await runCommand(status(), { env: { COORDINATION_POOL_API_KEY: KEY } })).toMatchObject({ code: EXIT.ok });
    const file = join(folder, 'key');
    writeFileSync(file, `${KEY}\n`);
    expect(await runCommand(status('--api-key-file', file))).toMatchObject({ code: EXIT.ok });
    expect(await runCommand(['doctor', '--url', guarded.url])).toMatchObject({
      code: EXIT.notAllowed,
      stdout: expect.stringMatching(/^fail {2}access .*\n +Put the API key into COORDINATION_POOL_API_KEY/m),
    });
    // The socket has the key, too.
    const env = { COORDINATION_POOL_API_KEY: KEY, COORDINATION_POOL_URL: guarded.url };
    const { stdout } = await runCommand(['events', '--json', '--limit', '1'], { env });
    const { cursor } = JSON.parse(stdout) as { cursor: string };
    const spawned = await runCommand(['agents', 'spawn', '--kind', 'REMOTE'], { env });
    expect(await runCommand(['events', '--follow', '--after', cursor, '--limit', '1'], { env })).toMatchObject({
      code: EXIT.ok,
      stdout: expect.stringContaining('joined the pool'),
    });
    expect(spawned.code).toBe(EXIT.ok);
    expect((await runCommand(['doctor'], { env })).stdout).toMatch(/^ok {4}web socket/m);
  });

  it.each([[['tasks', 'show', 'task_no']], [['agents', 'show', 'agent_no']], [['status', '--pool', 'nowhere']]])(
    'is 5 for %j, which is not there',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: EXIT.notFound, stdout: '' });
    },
  );

  it('is 6 where the queue is full, and JSON says when to come again', async () => {
    const busy = await submit({ do: 'untilCancelled' });
    const queued = await submit({ do: 'echo' });
    const { code, stdout, stderr } = await submit({ do: 'echo' }, '--json');
    expect([code, stdout]).toEqual([EXIT.refused, '']);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: 'QUEUE_FULL', limit: 1, retryAfterMs: expect.any(Number) },
    });
    const ids = [queued, busy].map((each) => each.stdout.trim());
    const cancelled = await run('tasks', 'cancel', ...ids, '--yes');
    expect(cancelled).toMatchObject({ code: EXIT.ok, stdout: ids.map((id) => `${id} is CANCELLED.\n`).join('') });
  });

  it('is 7 where the task failed, and where it was cancelled', async () => {
    const failing = { do: 'fail', error: { message: 'broken \u001b[31mon purpose', retryable: false } };
    const { code, stdout, stderr } = await submit(failing, '--wait');
    expect([code, stdout]).toEqual([EXIT.taskFailed, '']);
    expect(stderr).toContain('broken  [31mon purpose');
    const json = await submit(failing, '--wait', '--json');
    expect(json.code).toBe(EXIT.taskFailed);
    expect(JSON.parse(json.stdout)).toMatchObject({ status: 'FAILED', attempts: [{ outcome: 'FAILED' }] });
    const { id } = JSON.parse(json.stdout) as { id: string };
    expect(await run('tasks', 'wait', id)).toMatchObject({ code: EXIT.taskFailed });
  });

  it('is 8 where the pool does not run, and status says so when it is asked', async () => {
    expect(await run('init', '--pool', 'other', '--size', '0')).toMatchObject({ code: EXIT.ok });
    expect(await run('pause', '--pool', 'other')).toMatchObject({ code: EXIT.ok });
    expect(await run('status', '--pool', 'other', '--exit-status')).toMatchObject({ code: EXIT.notRunning });
    expect(await run('resume', '--pool', 'other')).toMatchObject({ code: EXIT.ok });
    expect(await run('shutdown', '--pool', 'other', '--yes')).toMatchObject({ code: EXIT.ok });
    expect(await run('submit', 'GENERAL', '--pool', 'other')).toMatchObject({
      code: EXIT.notRunning,
      stderr: expect.stringContaining('coordination-pool init'),
    });
    expect(await run('status', '--pool', 'other')).toMatchObject({ code: EXIT.ok });
  });

  it('is 9 where the pool is degraded, when it is asked', async () => {
    expect(await run('dependencies', 'set', 'discovery', 'down', '--yes')).toMatchObject({ code: EXIT.ok });
    expect(await run('status', '--exit-status')).toMatchObject({ code: EXIT.degraded });
    expect(await run('status')).toMatchObject({ code: EXIT.ok });
    expect(await run('dependencies', 'set', 'discovery', 'auto')).toMatchObject({ code: EXIT.ok });
    expect(await run('status', '--exit-status')).toMatchObject({ code: EXIT.ok });
    expect(await run('isolation', '--exit-status')).toMatchObject({ code: EXIT.ok });
  });

  it('is 10 where the time to wait is over, and the task goes on', async () => {
    const { code, stderr } = await submit({ do: 'untilCancelled' }, '--wait-ms', '200');
    const id = /task_\w+/.exec(stderr)?.[0] ?? '';
    expect([code, stderr]).toEqual([EXIT.timedOut, expect.stringContaining(`coordination-pool tasks wait ${id}`)]);
    const shown = await run('tasks', 'show', id, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'IN_PROGRESS' });
    await run('tasks', 'cancel', id, '--yes');
  });

  it('is 130 when it is interrupted, and the task goes on', async () => {
    const isStarted = ({ event }: LogLine): boolean => event === 'task.started';
    const before = server.logs().filter(isStarted).length;
    const payload = '{"do":"untilCancelled"}';
    const wait = startCommand(['submit', 'GENERAL', '--payload', payload, '--wait', '--url', server.url]);
    await server.logged((line) => isStarted(line) && server.logs().filter(isStarted).length > before);
    wait.process.kill('SIGINT');
    const { code, stdout, stderr } = await wait.ended();
    const id = /task_\w+/.exec(stderr)?.[0] ?? '';
    expect([code, stdout, stderr]).toEqual([EXIT.interrupted, '', expect.stringContaining(`tasks wait ${id}`)]);

    const follow = startCommand(['events', '--follow', '--after', await firstCursor(), '--url', server.url]);
    await follow.until((written) => written.includes('\n'));
    follow.process.kill('SIGINT');
    expect(await follow.ended()).toMatchObject({ code: EXIT.interrupted });

    const shown = await run('tasks', 'show', id, '--json');
    expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'IN_PROGRESS' });
    await run('tasks', 'cancel', id, '--yes');
  });

  it('has a meaning, every one of them', () => {
    expect(Object.keys(EXIT_MEANINGS).map(Number)).toEqual(Object.values(EXIT));
  });
});
