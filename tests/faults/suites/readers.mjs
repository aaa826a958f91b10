// Readers that stall, that go in the middle of a replay, and that come and go: ten thousand visits in a whole run. What it costs the others and what it leaves behind is in the last line.
import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { openReader, openStream, visit } from '../../support/crowd.mjs';
import { endSuite, percentile, startProgram, suiteOptions } from '../../support/server-program.mjs';

const MIB = 1024 * 1024;
const READERS = 8;
const EVENTS = 300;
const TASK =
  'subscription ($after: Cursor) { taskLifecycle(after: $after) { type task { progress { note } payload } } }';
const REPLAYED_TASKS = 50_000;
const VISITS = 10_000;

// Ten rounds are a whole run: a round is a tenth of each count.
const { rounds, seed } = suiteOptions(10);
const scaled = (count) => Math.max(200, Math.round((count * rounds) / 10));
const faults = { stalled: 0, 'cut in a replay': 0 };
const problems = [];
const figures = {};
let [acknowledged, lost, twice] = [0, 0, 0];
const say = (line) => process.stderr.write(`readers: ${line}\n`);

await stalled();
await replayed();
endSuite({
  suite: 'readers',
  seed,
  rounds,
  faults,
  acknowledged,
  lost,
  twice,
  ambiguous: 0,
  silent: problems.length,
  recoveryP50Ms: null,
  recoveryMaxMs: null,
  ...figures,
  problems,
});

/** One task with a large payload whose events are shown to eight readers; then the same beside two that read nothing. */
async function stalled() {
  const server = await startProgram({ args: ['--size', '0', '--durability', 'os'], preload: 'measure-on-signal.mjs' });
  const { spawnAgent } = await server.ask(
    'mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken } }',
  );
  await server.ask('mutation ($p: JSONObject!) { submitTask(input: { type: GENERAL, payload: $p }) { cursor } }', {
    p: { text: 'x'.repeat(100_000) },
  });
  const lease = await leaseOf(server, spawnAgent);
  const sentAtMs = new Map();
  const latencies = [];
  const seen = new Map();
  const readers = [];
  for (let n = 0; n < READERS; n += 1) {
    const notes = [];
    seen.set(n, notes);
    readers.push(
      await openReader(server.url, {
        query: TASK,
        onEvent: (data) => {
          const note = /"note":"(\d+)"/.exec(data)?.[1];
          if (note === undefined || !data.includes('"PROGRESSED"')) return;
          notes.push(note);
          latencies.push(performance.now() - sentAtMs.get(note));
        },
      }),
    );
  }
  let nth = 0;
  const input = { agentId: spawnAgent.agent.id, sessionToken: spawnAgent.sessionToken };
  const beat = async () => {
    nth += 1;
    sentAtMs.set(String(nth), performance.now());
    const attempts = [{ leaseToken: lease, progress: 0.5, note: String(nth) }];
    await server.ask('mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cancel } }', {
      input: { ...input, attempts },
    });
    acknowledged += 1;
  };
  const phase = async () => {
    latencies.length = 0;
    for (let n = 0; n < scaled(EVENTS); n += 1) await beat();
    while ([...seen.values()].some((notes) => notes.length < nth)) await after(10);
    const { heapUsed, external, rss } = await server.measure();
    return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), held: heapUsed + external, rss };
  };
  await phase();
  const without = await phase();
  const slow = await openReader(server.url, { query: TASK });
  slow.socket.pause();
  const stream = await openStream(server.url, { query: TASK });
  stream.pause();
  faults.stalled += 2;
  const withStalled = await phase();
  for (const notes of seen.values()) {
    const told = new Set(notes);
    lost += nth - told.size;
    twice += notes.length - told.size;
    if (notes.some((note, n) => Number(note) !== n + 1)) problems.push('a reader was shown events out of order');
  }
  figures.othersP99Ms = { without: without.p99Ms, with: withStalled.p99Ms };
  figures.othersP50Ms = { without: without.p50Ms, with: withStalled.p50Ms };
  figures.stalledCostMiB = Math.round(((withStalled.held - without.held) / MIB) * 10) / 10;
  figures.writtenForStalledMiB = Math.round((2 * scaled(EVENTS) * 100_000) / MIB);
  say(JSON.stringify(figures));
  if (figures.stalledCostMiB > 32) problems.push(`two stalled readers cost ${figures.stalledCostMiB} MiB`);
  if (withStalled.p99Ms > 10 * without.p99Ms + 250) problems.push('a stalled reader delays the others');
  stream.destroy();
  for (const reader of [slow, ...readers]) reader.socket.terminate();
  await server.end();
  server.remove();
}

/** The lease is told to the agent alone, with its assignment. */
async function leaseOf(server, { agent, sessionToken }) {
  let lease = null;
  const reader = await openReader(server.url, {
    query: `subscription { agentAssignments(agentId: "${agent.id}", sessionToken: "${sessionToken}") { leaseToken } }`,
    onEvent: (data) => (lease = /"leaseToken":"([^"]+)"/.exec(data)?.[1]),
  });
  while (lease === null) await once(reader.socket, 'message');
  reader.socket.close();
  return lease;
}

/** A long log, readers of all of it that are cut off on the way, and then visitors by the thousand. */
async function replayed() {
  const args = ['--size', '0', '--max-queue', '1000000', '--durability', 'os'];
  const server = await startProgram({ args, preload: 'measure-on-signal.mjs' });
  const one = 'submitTask(input: { type: GENERAL, payload: {} }) { cursor }';
  const many = `mutation { ${Array.from({ length: 50 }, (_, n) => `t${n}: ${one}`).join(' ')} }`;
  const submit = async (count) => {
    for (let n = 0; n < count / 50; n += 1) {
      await server.ask(many);
      acknowledged += 50;
    }
  };
  await submit(scaled(REPLAYED_TASKS));
  const { pool } = await server.ask('{ pool { cursor: earliestCursor, recent: cursor } }');
  // What visitors replay is in memory: a thousand of them who fold a log from disk would try nothing but their patience.
  await submit(1_000);
  await server.measure();
  await after(2_000);
  figures.delayMaxMs = { quiet: (await server.measure()).delayMaxMs };
  for (let n = 0; n < 10; n += 1) {
    const reader = await openReader(server.url, { after: pool.cursor });
    const stream = await openStream(server.url, { after: pool.cursor });
    while (reader.received < 2_000 && reader.received < scaled(REPLAYED_TASKS)) await once(reader.socket, 'message');
    reader.socket._socket.resetAndDestroy();
    stream.resetAndDestroy();
    faults['cut in a replay'] += 2;
  }
  figures.delayMaxMs.cutInReplays = (await server.measure()).delayMaxMs;
  say(JSON.stringify(figures.delayMaxMs));
  if (figures.delayMaxMs.cutInReplays > 1_000)
    problems.push('a disconnect in the middle of a replay stalls the server');

  await visit(server.url, pool.recent, scaled(VISITS / 10), 20);
  const before = await atRest(server);
  const made = await visit(server.url, pool.recent, scaled(VISITS), 20);
  const end = await atRest(server);
  for (const [way, count] of Object.entries(made)) faults[way] = (faults[way] ?? 0) + count;
  figures.visitsLeftKiB = Math.round((end.heapUsed - before.heapUsed) / 1024);
  figures.handles = { before: before.handles, after: end.handles };
  say(JSON.stringify({ visitsLeftKiB: figures.visitsLeftKiB, ...figures.handles }));
  if (end.heapUsed - before.heapUsed > 8 * MIB) problems.push(`the visitors left ${figures.visitsLeftKiB} KiB behind`);
  await server.end();
  server.remove();
}

/** When every reader's end has been noticed; a problem where that takes longer than a minute. */
async function atRest(server) {
  const untilMs = performance.now() + 60_000;
  for (;;) {
    const measured = await server.measure();
    if (measured.streams === 0 && (measured.handles.TCPSocketWrap ?? 0) <= 4) return measured;
    if (performance.now() > untilMs) {
      problems.push(`left behind: ${JSON.stringify(measured)}`);
      return measured;
    }
    await after(200);
  }
}
