// Remote workers in processes of their own, each on a line that is cut, held in one direction or both, and mended; workers are
// stopped past their leases and go on; the server is killed and started anew. A round is one server's data with all of it. The log
// is what decides: at no event has a task two attempts that run, and every task is completed once.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { openLink } from '../../support/link.mjs';
import { endSuite, startProgram, suiteOptions, wholeLog } from '../../support/server-program.mjs';

const WORKERS = 4;
const TASKS = 40;
const FAULTS = 12;
const LEASE_MS = 900;
const ARGS = ['--size', '0', '--lease-ms', String(LEASE_MS), '--max-queue', '1000', '--backoff-base-ms', '50'];
const SETTLED_WITHIN_MS = 120_000;

const { rounds, seed, random } = suiteOptions(6);
const pick = (items) => items[Math.floor(random() * items.length)];
const faults = {};
const problems = [];
let [acknowledged, lost, twice, ambiguous] = [0, 0, 0, 0];

for (let round = 0; round < rounds; round += 1) {
  await run(round);
  process.stderr.write(`remote-workers: round ${round + 1} of ${rounds}, ${problems.length} problems\n`);
}
endSuite({
  ...{ suite: 'remote-workers', seed, rounds, faults, acknowledged, lost, twice, ambiguous },
  ...{ silent: problems.length, recoveryP50Ms: null, recoveryMaxMs: null, problems },
});

async function run(round) {
  const dataDir = mkdtempSync(join(tmpdir(), 'remote-'));
  const start = () => startProgram({ dataDir, args: ARGS });
  let server = await start();
  const { pool } = await server.ask('{ pool { cursor } }');
  const workers = [];
  for (let n = 0; n < WORKERS; n += 1) workers.push(await startWorker(server));

  const ids = new Set();
  let isOver = false;
  const submitting = (async () => {
    for (let n = 0; n < TASKS; n += 1) {
      const input = { type: 'GENERAL', payload: { n }, idempotencyKey: `${round}-${n}`, maxAttempts: 10 };
      for (;;) {
        const answer = await server
          .ask('mutation ($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } } }', { input })
          .catch(() => null);
        if (answer !== null) {
          ids.add(answer.submitTask.task.id);
          acknowledged += 1;
          break;
        }
        ambiguous += 1;
        await after(50);
      }
      await after(100 * random());
    }
    isOver = true;
  })();

  const breakOne = async () => {
    const { link, child } = pick(workers);
    const forMs = 50 + 2 * LEASE_MS * random();
    const kind = pick(['cut', 'toServer', 'toClient', 'both', 'stopped', 'killed']);
    faults[kind] = (faults[kind] ?? 0) + 1;
    if (kind === 'killed') {
      await server.end('SIGKILL');
      server = await start();
      for (const each of workers) each.link.retarget(server.port);
    } else if (kind === 'stopped') {
      child.kill('SIGSTOP');
      await after(forMs);
      child.kill('SIGCONT');
    } else if (kind === 'cut') {
      link.cut();
      await after(forMs);
      link.mend();
    } else {
      link.hold(kind);
      await after(forMs);
      link.release();
    }
  };
  for (let n = 0; n < FAULTS || !isOver; n += 1) await breakOne();
  await submitting;

  const settled = await allSettled(() => server, ids.size);
  if (!settled) problems.push(`round ${round} of seed ${seed}: tasks did not settle (${dataDir})`);
  judge(round, await wholeLog(server.url, pool.cursor), ids, workers);
  for (const { child, link } of workers) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await link.close();
  }
  await server.end();
  if (problems.length === 0) server.remove();
}

async function startWorker(server) {
  const { spawnAgent } = await server.ask(
    'mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken heartbeatMs } }',
  );
  const link = await openLink(server.port);
  const program = new URL('../../support/worker-program.mjs', import.meta.url).pathname;
  const args = [program, link.url, spawnAgent.agent.id, spawnAgent.sessionToken, spawnAgent.heartbeatMs, 150];
  const child = spawn(process.execPath, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'], env: {} });
  const lines = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line)));
  return { child, link, lines };
}

async function allSettled(server, count) {
  const untilMs = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const { pool } = await server().ask('{ pool { tasks(filter: { statuses: [COMPLETED] }) { totalCount } } }');
    if (pool.tasks.totalCount >= count) return true;
    if (performance.now() > untilMs) return false;
    await after(100);
  }
}

/** The log against what was acknowledged to the submitter, and to the workers. */
function judge(round, events, ids, workers) {
  const completed = new Map();
  for (const { name, task } of events) {
    const running = task.attempts.filter(({ outcome }) => outcome === null).length;
    if (running > 1) problems.push(`round ${round}: two attempts of ${task.id} at once`);
    if (name === 'COMPLETED') completed.set(task.id, (completed.get(task.id) ?? 0) + 1);
  }
  for (const id of ids) if (!completed.has(id)) lost += 1;
  for (const count of completed.values()) twice += count - 1;
  const told = new Map();
  for (const { lines } of workers) {
    for (const { event, taskId, outcome, error } of lines) {
      if (event === 'error') problems.push(`round ${round}: a worker's subscription was refused: ${error}`);
      if (event !== 'ended' || outcome === 'STALE_ATTEMPT') continue;
      if (outcome !== 'COMPLETED') problems.push(`round ${round}: a worker's result got ${outcome}`);
      told.set(taskId, (told.get(taskId) ?? 0) + 1);
    }
  }
  for (const [id, count] of told) {
    twice += count - 1;
    if (!completed.has(id)) problems.push(`round ${round}: ${id} was acknowledged to a worker, and is not completed`);
  }
}
