// A server whose event loop is blocked, or which is stopped as a whole, for longer than its leases, while workers go on beating:
// patient ones, and ones that give a request up after 200 ms. None of them may lose its attempt; one that is dead must. Each round
// ends with a server that is blocked for good, which its watchdog ends, and not one that was only stopped.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as after } from 'node:timers/promises';
import { openReader } from '../../support/crowd.mjs';
import { ask, endSuite, startProgram, suiteOptions, wholeLog } from '../../support/server-program.mjs';

const WORKERS = 8;
const STALLS = 4;
const LEASE_MS = 2_000;
const GIVE_UP_MS = 200;

const { rounds, seed, random } = suiteOptions(5);
// Of a driver that gets no turn itself its workers do not beat in time, and nothing can be said.
const lateness = monitorEventLoopDelay({ resolution: 10 });
lateness.enable();
const faults = { blocked: 0, stopped: 0, 'blocked for good': 0 };
const problems = [];
let [acknowledged, lost, twice] = [0, 0, 0];

for (let round = 0; round < rounds; round += 1) {
  await stalled(round);
  await watched(round);
  process.stderr.write(`stalls: round ${round + 1} of ${rounds}, ${problems.length} problems\n`);
}
endSuite({
  ...{ suite: 'stalls', seed, rounds, faults, acknowledged, lost, twice, ambiguous: 0 },
  ...{ silent: problems.length, recoveryP50Ms: null, recoveryMaxMs: null, problems },
});

async function stalled(round) {
  const forMs = Math.round(LEASE_MS + 2_400 * random());
  const args = ['--size', '0', '--lease-ms', String(LEASE_MS), '--durability', 'os'];
  const server = await startProgram({ args, preload: 'block-on-signal.mjs', env: { BLOCK_MS: String(forMs) } });
  const { pool } = await server.ask('{ pool { cursor } }');
  lateness.reset();
  const over = new AbortController();
  const workers = [];
  for (let n = 0; n < WORKERS; n += 1) workers.push(await startWorker(server, n % 2 === 0, over.signal));
  const dead = await startWorker(server, true, AbortSignal.abort());

  for (let n = 0; n < STALLS; n += 1) {
    const kind = random() < 0.5 ? 'blocked' : 'stopped';
    faults[kind] += 1;
    if (kind === 'blocked') server.child.kill('SIGUSR2');
    else server.child.kill('SIGSTOP');
    await after(forMs);
    server.child.kill('SIGCONT');
    await fetch(`${server.url}/livez`);
    await after(LEASE_MS * random());
  }
  await after(2 * LEASE_MS);
  const lateMs = Math.round(lateness.max / 1e6);
  process.stderr.write(
    `stalls: round ${round}, stalls of ${forMs} ms, the driver itself was late by ${lateMs} ms at most\n`,
  );
  over.abort();
  for (const worker of workers) {
    await worker.beating;
    if (worker.cancelled) problems.push(`round ${round}: a worker was told to stop after stalls of ${forMs} ms`);
    const { data, errors } = await complete(server, worker);
    if (data == null) problems.push(`round ${round}: the result of a live worker got ${JSON.stringify(errors)}`);
    else acknowledged += 1;
  }
  const ends = new Map();
  for (const { name, task } of await wholeLog(server.url, pool.cursor)) {
    if (name === 'COMPLETED') ends.set(task.id, (ends.get(task.id) ?? 0) + 1);
    if (name === 'ATTEMPT_FAILED' && task.id !== dead.taskId)
      problems.push(`round ${round}: a live worker lost its attempt to a stall of ${forMs} ms`);
    if (name === 'ATTEMPT_FAILED' && task.id === dead.taskId) dead.missed = true;
  }
  for (const { taskId } of workers) lost += ends.has(taskId) ? 0 : 1;
  for (const count of ends.values()) twice += count - 1;
  if (dead.missed !== true) problems.push(`round ${round}: the lease of a dead worker did not end`);
  await server.end();
  server.remove();
}

/** One with a task in hand, beating until `over`; it was given a sign of life by its subscription. */
async function startWorker(server, isPatient, over) {
  const { spawnAgent } = await server.ask(
    'mutation { spawnAgent(input: { kind: REMOTE }) { agent { id } sessionToken heartbeatMs } }',
  );
  const { agent, sessionToken, heartbeatMs } = spawnAgent;
  const worker = { taskId: null, lease: null, cancelled: false, beating: null };
  const assigned = new Promise((resolve) => {
    void openReader(server.url, {
      query: `subscription { agentAssignments(agentId: "${agent.id}", sessionToken: "${sessionToken}") { leaseToken task { id } } }`,
      onEvent: (data) => {
        const { payload } = JSON.parse(data);
        // Only the first: one that is dead is given no other, and one that lives has it in hand.
        worker.lease ??= payload?.data?.agentAssignments.leaseToken ?? null;
        worker.taskId ??= payload?.data?.agentAssignments.task.id ?? null;
        resolve();
      },
    });
  });
  await server.ask(
    'mutation ($id: ID!) { submitTask(input: { type: GENERAL, payload: {}, preferredAgentId: $id }) { cursor } }',
    {
      id: agent.id,
    },
  );
  await assigned;
  worker.beating = (async () => {
    while (!over.aborted) {
      const signal = isPatient ? undefined : AbortSignal.timeout(GIVE_UP_MS);
      const input = { agentId: agent.id, sessionToken, attempts: [{ leaseToken: worker.lease }] };
      const answer = await ask(
        server.url,
        'mutation ($input: HeartbeatInput!) { heartbeat(input: $input) { cancel } }',
        { input },
        signal,
      ).catch(() => null);
      if ((answer?.heartbeat.cancel.length ?? 0) > 0) worker.cancelled = true;
      await after(heartbeatMs);
    }
  })();
  return worker;
}

async function complete({ url }, { taskId, lease }) {
  return ask(
    url,
    'mutation ($id: ID!, $lease: String!) { completeTask(input: { taskId: $id, leaseToken: $lease, result: 1 }) { task { status } } }',
    { id: taskId, lease },
  ).then(
    (data) => ({ data }),
    (error) => ({ errors: String(error) }),
  );
}

async function watched(round) {
  const args = ['--size', '0', '--watchdog-ms', '1000', '--durability', 'os'];
  const server = await startProgram({ args, preload: 'block-on-signal.mjs', env: { BLOCK_MS: '600000' } });
  for (let n = 0; n < 2; n += 1) {
    server.child.kill('SIGSTOP');
    faults.stopped += 1;
    await after(1_200 + 1_000 * random());
    server.child.kill('SIGCONT');
    const answer = await fetch(`${server.url}/livez`).catch(() => null);
    if (answer?.status !== 200) problems.push(`round ${round}: the watchdog ended a server that was only stopped`);
  }
  faults['blocked for good'] += 1;
  server.child.kill('SIGUSR2');
  const ended = await Promise.race([server.exited, after(30_000, null, { ref: false })]);
  if (ended === null) problems.push(`round ${round}: the watchdog did not end a server that was blocked`);
  if (!server.stderr().includes('"event":"server.stalled"')) problems.push(`round ${round}: the watchdog said nothing`);
  await server.end('SIGKILL');
  server.remove();
}
