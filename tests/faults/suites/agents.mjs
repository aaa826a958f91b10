// Agents that misbehave in every way, round after round, among good tasks, with the server killed by SIGKILL between
// rounds. What a suite is: ../README.md. A round takes some 30 s as a rule, and a minute more where breakers have tripped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';

const PROGRAM = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const HANDLERS = fileURLToPath(new URL('../../agents/fixtures/hostile.mjs', import.meta.url));
/** By the name under which it is counted: what a handler does. */
const FAULTS = {
  oomHeap: 'heap',
  oomBuffers: 'buffers',
  oomGroup: 'groupMemory',
  loop: 'loop',
  blockingCall: 'atomicsWait',
  blockingProcess: 'execSleep',
  signalsIgnored: 'ignoreEverything',
  exit: 'exit',
  killed: 'killSelf',
  segfault: 'segfault',
  floodGarbage: 'floodGarbage',
  floodWithoutLineEnd: 'floodWithoutLineEnd',
  floodMessages: 'floodMessages',
  floodErrors: 'floodErrors',
  giantMessage: 'giantMessage',
  forkBomb: 'forkBomb',
  detachedBomb: 'detachedBomb',
};
/** They end by their timeout alone. */
const ENDLESS = new Set(['loop', 'atomicsWait', 'execSleep', 'ignoreEverything', 'floodErrors']);
const GOOD_PER_FAULT = 5;
const LEFT_RUNNING = ['loop', 'execSleep', 'ignoreEverything', 'daemon', 'stranger'];

const dataDir = mkdtempSync(join(tmpdir(), 'hostile-agents-'));
const figures = { acknowledged: 0, faults: {}, killedServers: 0 };
const wrong = { lost: 0, twice: 0, silent: 0 };
const problems = [];
let peakRssMb = 0;
let server = null;
let chance = new Chance(1);

await runSuite('agents', 3, { roundWithinMs: 180_000 }, async ({ rounds, seed, say }) => {
  chance = new Chance(seed);
  try {
    server = await startServer();
    for (let round = 1; round <= rounds; round += 1) {
      await playRound();
      peakRssMb = Math.max(peakRssMb, peakOf(server.child.pid));
      if (round < rounds) await killServer();
      say(`round ${String(round)} of ${String(rounds)}: ${JSON.stringify(wrong)}`);
    }
    server.child.kill('SIGTERM');
    await server.exited;
    leftBehind(processesIn(dataDir));
  } finally {
    server?.child.kill('SIGKILL');
    await server?.exited;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
  return { rounds, ...figures, ...wrong, ambiguous: 0, peakRssMb, problems };
});

function leftBehind(pids) {
  if (pids.length > 0) problems.push(`${String(pids.length)} processes of agents were left behind`);
}

async function playRound() {
  const { cursor } = (await ask('{ pool { cursor } }')).pool;
  const expected = new Map();
  for (const [fault, action] of shuffled(Object.entries(FAULTS))) {
    const timeoutMs = ENDLESS.has(action) ? 1_000 : 120_000;
    const payload = { do: action, processes: 4, mebibytes: action === 'groupMemory' ? 80 : 10_000 };
    expected.set(await submit({ type: 'GENERAL', payload, maxAttempts: 1, timeoutMs }), 'FAILED');
    figures.faults[fault] = (figures.faults[fault] ?? 0) + 1;
    for (let nth = 0; nth < GOOD_PER_FAULT; nth += 1) {
      expected.set(await submit({ type: 'RESEARCH', payload: { question: nth } }), 'COMPLETED');
    }
  }
  const ends = await endsOf(new Set(expected.keys()), cursor);
  for (const [id, status] of expected) {
    if (ends.get(id) !== status) wrong.silent += 1;
    const { task } = await ask('query ($id: ID!) { task(id: $id) { status attempts { outcome error { code } } } }', {
      id,
    });
    if (task === null) wrong.lost += 1;
    else if (status === 'COMPLETED' && task.attempts.filter(({ outcome }) => outcome === 'SUCCEEDED').length !== 1)
      wrong.twice += 1;
    else if (status === 'FAILED' && task.attempts.some(({ error }) => error === null)) wrong.silent += 1;
  }
}

/** While agents hang and have daemons; then starts it again, and calls off what hung. */
async function killServer() {
  const { cursor } = (await ask('{ pool { cursor } }')).pool;
  const ids = [];
  for (const action of LEFT_RUNNING) ids.push(await submit({ type: 'GENERAL', payload: { do: action } }));
  await eventsUntil(cursor, 'STARTED', new Set(ids));
  server.child.kill('SIGKILL');
  await server.exited;
  figures.killedServers += 1;
  server = await startServer();
  // By now whatever the last one left is gone; what is there belongs to the new one's agents.
  leftBehind(processesIn(dataDir).filter((pid) => startOf(pid) < startOf(server.child.pid)));
  for (const id of ids)
    await ask('mutation ($id: ID!) { cancelTask(input: { taskId: $id }) { task { status } } }', { id });
}

async function submit(input) {
  const { submitTask } = await ask(
    'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } } }',
    { input },
  );
  figures.acknowledged += 1;
  return submitTask.task.id;
}

async function ask(query, variables = {}) {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}

function endsOf(ids, after) {
  return eventsUntil(after, 'COMPLETED, FAILED, CANCELLED', ids);
}

/** Waits until each of the tasks has had an event of these types; gives its status at that event. */
async function eventsUntil(after, types, ids) {
  const client = createClient({ url: server.url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  const query = `subscription ($after: Cursor) {
    taskLifecycle(after: $after, filter: { types: [${types}] }) { task { id status } } }`;
  const open = new Set(ids);
  const statuses = new Map();
  for await (const { data } of client.iterate({ query, variables: { after } })) {
    const { id, status } = data.taskLifecycle.task;
    if (ids.has(id)) statuses.set(id, status);
    open.delete(id);
    if (open.size === 0) break;
  }
  await client.dispose();
  return statuses;
}

async function startServer() {
  const child = spawn(
    process.execPath,
    [
      ...[PROGRAM, '--port', '0', '--data-dir', dataDir, '--log-format', 'json', '--handlers', HANDLERS],
      ...['--size', '16', '--max-queue', '1000', '--agent-memory-mb', '250'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    const { event, port } = JSON.parse(line);
    if (event !== 'server.listening') continue;
    child.stdout.resume();
    return { child, exited, url: `http://127.0.0.1:${String(port)}/graphql` };
  }
  throw new Error('the server has ended');
}

/** Living processes that work in a folder of the agents. Linux; elsewhere none is found. */
function processesIn(directory) {
  if (process.platform !== 'linux') return [];
  const worksThere = (pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(join(directory, 'agents')) && startOf(Number(pid)) > 0;
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && worksThere(name))
    .map(Number);
}

/** In ticks since boot; 0 where it is dead. */
function startOf(pid) {
  try {
    const fields = readFileSync(`/proc/${String(pid)}/stat`, 'latin1')
      .split(') ')
      .at(-1)
      .split(' ');
    return fields[0] === 'Z' ? 0 : Number(fields[19]);
  } catch {
    return 0;
  }
}

function peakOf(pid) {
  if (process.platform !== 'linux') return 0;
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1'))?.[1];
  return Math.round(Number(kibibytes) / 1_024);
}

function shuffled(items) {
  return items
    .map((item) => [chance.next(), item])
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}
