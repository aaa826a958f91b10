import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { makeFolder, type Result, type TestFolder } from './handler-context.js';

const HOST = fileURLToPath(new URL('../../dist/agents/host/main.js', import.meta.url));
const PACK = fileURLToPath(new URL('../../examples/pack/index.mjs', import.meta.url));
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

interface AgentProcess {
  readonly process: ChildProcessWithoutNullStreams;
  run(type: string, payload: object): Promise<Result>;
}

let home: TestFolder;
const started: AgentProcess[] = [];

beforeAll(async () => {
  home = await makeFolder({ 'work/.keep': '', 'memory/.keep': '' });
});

afterAll(async () => {
  for (const { process: child } of started) child.kill('SIGKILL');
  await home.remove();
});

/** The project's own agent host with the pack, as the server starts it, on the same folders each time. */
async function startProcess(): Promise<AgentProcess> {
  const workDir = join(home.path, 'work');
  const child = spawn(process.execPath, [HOST, PACK], { cwd: workDir, env: { ...process.env, AGENT_ROOT: PROJECT } });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (...types: string[]): Promise<Result> => {
    for (;;) {
      const line: IteratorResult<string, unknown> = await lines.next();
      if (line.done === true) throw new Error('the agent has ended');
      if (line.value === '') continue;
      const message = JSON.parse(line.value) as Result;
      if (types.includes(String(message['type']))) return message;
    }
  };
  const send = (message: object) => child.stdin.write(`${JSON.stringify(message)}\n`);
  const agent: AgentProcess = {
    process: child,
    async run(type, payload) {
      send({
        type: 'run',
        lease: 'lease-1',
        attempt: 1,
        deadlineAtMs: null,
        traceId: null,
        traceparent: null,
        task: { id: 'task-1', type, payload },
      });
      return next('completed', 'failed');
    },
  };
  started.push(agent);
  send({
    type: 'init',
    protocol: 1,
    agent: { id: 'agent-1', name: 'reader' },
    contextWindowId: 'context-1',
    toolSessionId: 'tools-1',
    memoryHandleId: 'memory-1',
    workDir,
    memoryDir: join(home.path, 'memory'),
    contextFile: join(home.path, 'context.jsonl'),
    contextLimitTokens: 1_000,
    healthIntervalMs: 60_000,
  });
  await next('ready');
  return agent;
}

it('keeps an index of megabytes in the memory of the agent, over the end of its process', async () => {
  const source = { folder: 'node_modules/@types', extensions: ['.md', '.ts'] };
  const ask = { ...source, query: 'file descriptor', limit: 1 };
  const first = await startProcess();
  const ingested = await first.run('INGEST', source);
  expect(ingested).toMatchObject({ type: 'completed', result: { stored: true } });
  expect((ingested['result'] as { bytes: number }).bytes).toBeGreaterThan(1024 * 1024);
  const cached = await first.run('RESEARCH', ask);
  expect(cached).toMatchObject({ type: 'completed', result: { index: 'cached' } });

  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  const second = await startProcess();
  const loaded = await second.run('RESEARCH', ask);
  expect(loaded).toMatchObject({ type: 'completed', result: { index: 'memory' } });
  expect((loaded['result'] as Result)['passages']).toEqual((cached['result'] as Result)['passages']);

  expect(await second.run('HEARTBEAT', {})).toMatchObject({
    type: 'completed',
    result: { agent: { id: 'agent-1', name: 'reader' }, contextMessages: 4, workDir: join(home.path, 'work') },
  });
});

it('has its refusals arrive as failures that are not retried', async () => {
  const agent = await startProcess();
  expect(await agent.run('RESEARCH', {})).toMatchObject({
    type: 'failed',
    code: 'BAD_PAYLOAD',
    message: 'payload.query is missing',
    retryable: false,
  });
  expect(await agent.run('INGEST', { folder: '..' })).toMatchObject({ code: 'OUTSIDE_ROOT', retryable: false });
});
