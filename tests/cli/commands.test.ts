import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand, type RunOptions } from '../support/command-line.js';
import { startServer, type RunningServer } from '../support/server.js';

const HANDLERS = resolve('tests/agents/fixtures/handlers.mjs');

describe('coordination-pool', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cli-commands-'));
  let server: RunningServer;
  beforeAll(async () => {
    // Its data directory says where it is.
    server = await startServer({ args: ['--size', '2', '--handlers', HANDLERS], dataDir: join(folder, 'data') });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Standard output of a command that has to succeed. */
  async function out(args: readonly string[], options: RunOptions = {}): Promise<string> {
    const ended = await runCommand(args, { cwd: folder, ...options });
    expect([args, ended.code, ended.stderr]).toEqual([args, 0, '']);
    return ended.stdout;
  }
  const json = async <Value>(...args: string[]): Promise<Value> => JSON.parse(await out([...args, '--json'])) as Value;

  it('status shows the pool of the server that has the data directory, as a table or as JSON', async () => {
    const text = await out(['status']);
    expect(text).toContain(`default RUNNING HEALTHY, at http://127.0.0.1:${String(server.port)}`);
    expect(text).not.toContain('\u001b');
    expect(await json('status')).toMatchObject({ name: 'default', status: 'RUNNING', agents: [{}, {}], metrics: {} });
    expect(await out(['pools'])).toMatch(/^POOL +STATUS.*\ndefault +RUNNING/);
    expect(await json('pools')).toMatchObject([{ name: 'default', size: 2 }]);
  });

  it('submit takes a payload from a file and from standard input, and prints the id or the result', async () => {
    writeFileSync(join(folder, 'payload.json'), '{"do":"echo","value":"from a file"}');
    expect(JSON.parse(await out(['submit', 'GENERAL', '--payload', '@payload.json', '--wait']))).toMatchObject({
      echo: 'from a file',
    });
    const input = '{"do":"echo","value":"from a pipe"}';
    expect(JSON.parse(await out(['submit', 'general', '--payload', '@-', '--wait'], { input }))).toMatchObject({
      echo: 'from a pipe',
    });
    const same = ['submit', 'GENERAL', '--payload', input, '--idempotency-key', 'once', '--priority', '3'];
    const id = await out(same);
    expect(id).toMatch(/^task_\w+\n$/);
    expect(await out(same)).toBe(id);
    expect(JSON.parse(await out([...same, '--json']))).toMatchObject({ replayed: true, task: { priority: 3 } });
    expect(JSON.parse(await out([...same, '--wait', '--json']))).toMatchObject({ status: 'COMPLETED', attempts: [{}] });
  });

  it('tasks lists, filters and goes on, shows, retries and waits', async () => {
    const failing = JSON.stringify({ do: 'fail', error: { message: 'broken', retryable: false } });
    const { code, stderr } = await runCommand(['submit', 'GENERAL', '--payload', failing, '--wait'], { cwd: folder });
    expect(code).toBe(7);
    const id = /task_\w+/.exec(stderr)?.[0] ?? '';
    expect(await json('tasks', '--status', 'failed,cancelled')).toMatchObject([{ id, error: { message: 'broken' } }]);
    expect(await out(['tasks', 'list', '--dead-lettered'])).toMatch(
      new RegExp(`^TASK .*\n${id} +GENERAL +FAILED.*broken`),
    );

    const page = await runCommand(['tasks', '--limit', '1'], { cwd: folder });
    const after = /--after (\S+),/.exec(page.stderr)?.[1] ?? '';
    expect(page.stdout).toContain(id);
    expect(await out(['tasks', '--after', after])).not.toContain(id);

    const shown = await out(['tasks', 'show', id]);
    expect(shown).toMatch(/status +FAILED/);
    expect(shown).toMatch(/ATTEMPT.*\n +1 +agent_\w+ +\w+ +FAILED/);
    expect(shown).toMatch(/SUBMITTED[\s\S]*ATTEMPT_FAILED/);

    expect(await out(['tasks', 'retry', id])).toMatch(new RegExp(`^${id} is (?:PENDING|IN_PROGRESS)\\.\n$`));
    expect(await runCommand(['tasks', 'wait', id], { cwd: folder })).toMatchObject({ code: 7 });
    const none = await runCommand(['tasks', '--type', 'RESEARCH'], { cwd: folder });
    expect([none.stdout, none.stderr]).toEqual(['', 'There are no such tasks.\n']);
    expect(await json('tasks', '--type', 'RESEARCH')).toEqual([]);
  });

  it('agents lists, shows, spawns, fails, restores and retires', async () => {
    expect(await out(['agents'])).toMatch(/^AGENT .*\nagent_\w+ +agent-1 +PROCESS +IDLE/);
    const remote = [
      'agents',
      'spawn',
      '--kind',
      'remote',
      '--name',
      'far away',
      '--type',
      'RESEARCH',
      '--skill',
      'french',
    ];
    const { agent, sessionToken } = await json<{ agent: { id: string }; sessionToken: string }>(...remote);
    expect(sessionToken).toEqual(expect.any(String));
    expect(await out(['agents', 'verify-skill', agent.id, 'latin'])).toBe(`${agent.id} has french, latin.\n`);
    expect(await out(['agents', 'fail', agent.id, '--reason', 'by hand', '--yes'])).toBe(`${agent.id} is DEGRADED.\n`);
    expect(await out(['agents', 'show', agent.id])).toMatch(/status +DEGRADED, .*by hand/);
    expect(await out(['agents', 'restore', agent.id])).toBe(`${agent.id} is IDLE.\n`);
    expect(await json('agents', 'show', agent.id)).toMatchObject({ name: 'far away', taskTypes: ['RESEARCH'] });
    expect(await out(['agents', 'retire', agent.id, '--yes'])).toBe(`${agent.id} leaves.\n`);
    expect(await json('agents')).toHaveLength(2);
    // The token of a remote one is for programs only, and nobody works for this one.
    const plain = await runCommand(['agents', 'spawn', '--kind', 'remote'], { cwd: folder });
    expect([plain.code, plain.stderr]).toEqual([0, 'It has a session token, which only --json shows.\n']);
    await out(['agents', 'retire', plain.stdout.trim(), '--yes']);
  });

  it('init, pause, resume and shutdown change a pool', async () => {
    const pool = ['--pool', 'night'];
    expect(await out(['init', '--size', '1', ...pool])).toBe('Pool night is RUNNING with 1 agent, 1 of them new.\n');
    expect(await out(['pause', ...pool])).toBe('Pool night is PAUSED.\n');
    expect(await out(['resume', ...pool])).toBe('Pool night is RUNNING.\n');
    expect(await out(['shutdown', '--mode', 'now', '--yes', ...pool])).toBe(
      'Pool night is STOPPED. 0 tasks cancelled, 0 kept waiting.\n',
    );
    // The environment names the pool, too.
    expect(await out(['status'], { env: { COORDINATION_POOL_POOL: 'night' } })).toContain('night STOPPED');
  });

  it('metrics, isolation and dependencies show what is measured', async () => {
    expect(await out(['metrics'])).toMatch(/LATENCY +MEAN +P50[\s\S]*GENERAL +0 +0/);
    expect(await json('metrics')).toMatchObject({ assignmentLatency: { p95Ms: expect.any(Number) } });
    expect(await out(['isolation'])).toMatch(/agent_\w+ {2}isolated\n {2}compared[\s\S]*No breach among/);
    expect(await json('isolation')).toMatchObject({ breachesDetected: 0 });
    expect(await out(['dependencies'])).toMatch(/^DEPENDENCY .*\ndiscovery +UP/);
  });

  it('schema prints that of this version, which is that of the server', async () => {
    expect(await out(['schema'])).toBe(readFileSync('schema/schema.graphql', 'utf8'));
    const ofServer = await out(['schema', '--server']);
    expect(ofServer).toContain('type Subscription');
    // Introspection tells of every type, though not of every directive.
    expect(ofServer.match(/^(?:type|input|enum|interface|scalar) \w+/gm)).toEqual(
      readFileSync('schema/schema.graphql', 'utf8').match(/^(?:type|input|enum|interface|scalar) \w+/gm),
    );
  });

  it('doctor finds nothing here, line by line, and says what to do where there is no server', async () => {
    const text = await out(['doctor']);
    for (const subject of ['node', 'disk', 'reach', 'readiness', 'clock', 'access', 'versions', 'web socket', 'pool'])
      expect(text).toMatch(new RegExp(`^ok +${subject} `, 'm'));
    expect(text).toMatch(/^ok +agents +2 of 2 agents alive/m);
    const { code, stdout } = await runCommand(['doctor', '--url', 'http://127.0.0.1:1', '--json']);
    expect(code).toBe(3);
    const findings = JSON.parse(stdout) as { subject: string; verdict: string }[];
    expect(findings.at(-1)).toMatchObject({
      verdict: 'fail',
      subject: 'reach',
      advice: expect.stringContaining('serve'),
    });
    expect(findings.filter(({ verdict }) => verdict === 'fail')).toHaveLength(1);
  });

  it('bench submits, waits out a full queue, and prints what it measured', async () => {
    const payload = '{"do":"nothing"}';
    const args = ['bench', '--tasks', '150', '--concurrency', '150', '--payload', payload];
    const refused = await runCommand(args, { cwd: folder });
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('150 tasks to pool default at')]);
    const report = JSON.parse(await out([...args, '--yes', '--json'])) as Record<string, number>;
    expect(report).toMatchObject({ tasks: 150, completed: 150, failed: 0, submission: {}, lifecycle: {} });
    expect(report['throughputPerSecond']).toBeGreaterThan(1);
    expect(await out(['bench', '--tasks', '3', '--payload', payload, '--yes'])).toMatch(/^3 tasks in .*3 completed/);
  });

  it('bench cancels what is left when its time is over', async () => {
    const payload = '{"do":"untilCancelled"}';
    const args = ['bench', '--tasks', '8', '--payload', payload, '--wait-ms', '700', '--yes'];
    const { code, stderr } = await runCommand(args, { cwd: folder });
    expect([code, stderr]).toEqual([10, expect.stringContaining('0 of 8 tasks had settled')]);
    expect(await json('tasks', '--status', 'PENDING,IN_PROGRESS')).toEqual([]);
  });

  it('help is there for every command, with an example', async () => {
    const top = await out(['--help']);
    const commands = [...top.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name ?? '');
    expect(commands).toEqual(expect.arrayContaining(['serve', 'watch', 'bench', 'mcp', 'completion']));
    for (const args of [['submit'], ['events'], ['tasks', 'cancel'], ['agents', 'spawn'], ['doctor']])
      expect(await out([...args, '--help'])).toMatch(/Examples:\n {2}# .*\n {2}.*coordination-pool/);
    expect(await out(['--version'])).toBe('0.1.0\n');
    expect(await out(['serve', '--help'])).toContain('--max-queue <number>');
  });
});
