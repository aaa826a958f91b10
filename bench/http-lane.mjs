// GraphQL over HTTP: requests per second of processor time of the server, 50 connections, durability off, in short runs that
// take turns with a bare node:http that parses and answers the same. A core for the server alone answers as many per second; the
// figures hold also where others use the machine. Ratios hold; absolute figures are the machine's. Linux only.
// Use: npm run build, then node bench/http-lane.mjs. Another build to take turns with: OTHER=/path/to/dist/main.js. A peer:
// PEER=/path/to/server.mjs, which answers the same documents and writes its port as {"port":...}. PROFILE=1 leaves a .cpuprofile.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { median } from './lib/figures.mjs';
import { printTable } from './lib/table.mjs';

const CONNECTIONS = 50;
const SECONDS = Number(process.env.SECONDS ?? 2);
const ROUNDS = Number(process.env.ROUNDS ?? 3);

const FIELDS = 'id name kind status contextWindowId toolSessionId memoryHandleId spawnedAt';
const BODIES = {
  'pool query': { query: `{ pool { name status agents { ${FIELDS} } } }` },
  'pool query, a field of the present': { query: `{ pool { name status metrics { at } agents { ${FIELDS} } } }` },
  // Changes nothing after the first, so that it is the layer that is measured.
  mutation: {
    query:
      'mutation ($input: VerifyAgentSkillInput!) { verifyAgentSkill(input: $input) { cursor agent { id pool name kind status ' +
      'contextWindowId toolSessionId memoryHandleId spawnedAt } } }',
    variables: { input: { agentId: 'AGENT', skill: 'typescript' } },
  },
  // With what the pool does for it; its queue grows.
  'mutation submitTask': {
    query:
      'mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { cursor task { id pool type status priority createdAt ' +
      'payload attemptCount maxAttempts } } }',
    variables: { input: { type: 'GENERAL', payload: { text: 'hello' } } },
  },
};

const SERVER = ['--port', '0', '--log-format', 'json', '--durability', 'memory', '--agent-kind', 'REMOTE'];
const FULL_POOL = ['--size', '16', '--max-queue', '1000000'];

const FLOOR = `
import { createServer } from 'node:http';
const agent = { id: 'agent_01', name: 'agent 1', kind: 'REMOTE', status: 'IDLE', contextWindowId: 'ctx_01KB0000000000000000000000',
  toolSessionId: 'tool_01KB0000000000000000000000', memoryHandleId: 'mem_01KB0000000000000000000000', spawnedAt: new Date() };
const pool = { data: { pool: { name: 'default', status: 'RUNNING', agents: Array.from({ length: 16 }, () => agent) } } };
const task = { data: { submitTask: { cursor: 'abcdefgh', task: agent } } };
createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
    const { query } = JSON.parse(Buffer.concat(chunks).toString());
    const text = JSON.stringify(query.startsWith('mutation') ? task : pool);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
  });
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ port: this.address().port })); });
`;

const ONLY = process.env.ONLY;

const programs = {
  floor: ['--input-type=module', '--eval', FLOOR],
  ...(process.env.PEER !== undefined && { peer: [process.env.PEER] }),
  ...(process.env.OTHER !== undefined && { other: [process.env.OTHER, ...SERVER, ...FULL_POOL] }),
  server: [...(process.env.PROFILE ? ['--cpu-prof'] : []), 'dist/main.js', ...SERVER, ...FULL_POOL],
};

/** On a core of its own where there are two: the load comes from another one. */
async function start(args) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const isOurs = args.includes('--durability');
  const all = isOurs ? [...args, '--data-dir', dataDir] : args;
  const child = spawn('taskset', ['-c', '0', process.execPath, ...all], { stdio: ['ignore', 'pipe', 'inherit'] });
  const port = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { port: at } = JSON.parse(line);
      if (at !== undefined) resolve(at);
    });
    child.once('exit', () => reject(new Error('a server ended')));
  });
  return {
    port,
    /** Seconds of processor time so far, in the kernel too. */
    used() {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Requests per second of processor time: each connection sends the next as soon as it has its answer. */
async function measure({ port, used }, body, seconds) {
  const text = JSON.stringify(body).replace('AGENT', await agentOf(port));
  const request = Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  let answers = 0;
  let stopping = false;
  const caller = async () => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    let got = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      got = got.length === 0 ? chunk : Buffer.concat([got, chunk]);
      const end = got.indexOf('\r\n\r\n');
      if (end === -1) return;
      const head = got.latin1Slice(0, end);
      if (!head.startsWith('HTTP/1.1 200')) throw new Error(got.toString());
      const length = Number(/content-length: (\d+)/i.exec(head)[1]);
      if (got.length < end + 4 + length) return;
      if (answers === 0 && got.includes('"errors"')) throw new Error(got.toString());
      got = Buffer.alloc(0);
      answers += 1;
      if (stopping) socket.end();
      else socket.write(request);
    });
    socket.write(request);
    await once(socket, 'close');
  };
  const before = used();
  setTimeout(() => (stopping = true), seconds * 1_000);
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  return answers / (used() - before);
}

/** The id of one of its agents; anything where it has none. */
async function agentOf(port) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ pool { agents { id } } }' }),
  });
  const { data } = await response.json();
  return data.pool?.agents[0].id ?? '';
}

execFileSync('taskset', ['-cp', '1', String(process.pid)]);
const rates = {};
for (const [what, body] of Object.entries(BODIES)) {
  if (ONLY !== undefined && what !== ONLY) continue;
  for (const name of Object.keys(programs)) rates[`${what}\n${name}`] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, args] of Object.entries(programs)) {
      const server = await start(args);
      await measure(server, body, SECONDS / 2);
      rates[`${what}\n${name}`].push(await measure(server, body, SECONDS));
      await server.stop();
    }
  }
}
const rows = Object.entries(rates).map(([key, values]) => {
  const [what, name] = key.split('\n');
  const rate = median(values);
  return [what, name, Math.round(rate), (rate / median(rates[`${what}\nfloor`])).toFixed(2)];
});
printTable(['', '', 'requests per CPU s', 'of the floor'], rows);
