// How long from the submission of a task to the first line of its handler, at light load and at half of the most that goes?
// Use: node bench/pickup.mjs [--seconds 3] [--rounds 3] [--handlers 4] [--only ours]
import { join } from 'node:path';
import { bench } from './lib/bench.mjs';
import { contest, contestTable } from './lib/contest.mjs';
import { installPeers } from './lib/peers.mjs';
import { startProgram } from './lib/program.mjs';
import { postgres, redis } from './lib/services.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const PROGRAM = new URL('load/pickup-program.mjs', import.meta.url).pathname;
const REFERENCE = 'ours, PROCESS agents';
const CONTESTANTS = [
  { name: REFERENCE, module: '../pickup/ours-process.mjs' },
  { name: 'ours, REMOTE agents', module: '../pickup/ours-remote.mjs' },
  { name: 'BullMQ, Redis fsync always', module: '../peers/pickup/bullmq.mjs', service: redis.always },
  { name: 'BullMQ, Redis fsync every second', module: '../peers/pickup/bullmq.mjs', service: redis.everysec },
  { name: 'graphile-worker, Postgres', module: '../peers/pickup/graphile-worker.mjs', service: postgres },
];
const NOTES = [
  'submitter, service and workers in processes of their own; ours over GraphQL on a WebSocket with graphql-ws, fsync before the answer',
  'four handlers at once: ours in four processes (PROCESS) or on four sockets of one (REMOTE), theirs in one worker process',
  'half of the most: of what each of them could, so the rates differ; they stand beside',
];

await bench(
  'Pickup latency, submission to handler',
  {
    full: { seconds: 3, rounds: 3, handlers: 4, light: 50 },
    quick: { seconds: 1, rounds: 1 },
  },
  async ({ seconds, rounds, handlers, light, only }) => {
    const contestants = CONTESTANTS.map(({ name, module, service }) => ({
      name,
      run: () => measure({ module, service, seconds, handlers, light }),
    }));
    const outcome = await contest(contestants, { rounds, only });
    const table = (load, title, more, notes) =>
      contestTable(outcome, {
        ...{ title, notes, metric: `${load} p50`, unit: 'p50 ms', reference: REFERENCE, less: true },
        more: [{ head: 'p95 ms', metric: `${load} p95` }, { head: 'p99 ms', metric: `${load} p99` }, ...more],
      });
    const figures = {};
    for (const name of outcome.names)
      for (const metric of ['light p50', 'light p95', 'light p99', 'half p50', 'half p95', 'half p99', 'most'])
        figures[`${name} ${metric}`] = outcome.middle(name, metric);
    return {
      tables: [
        table('light', `Light load: ${String(light)} tasks/s`, [], []),
        table(
          'half',
          'At half of the most that goes',
          [{ head: 'most tasks/s', metric: 'most' }],
          [...NOTES, ...outcome.leftOut],
        ),
      ],
      figures,
    };
  },
);

async function measure({ module, service, seconds, handlers, light }) {
  if (service !== undefined) {
    const problem = installPeers();
    if (problem !== null) throw new Error(problem);
  }
  const { port, connectionString } = (await service?.()) ?? {};
  const folder = temporaryFolder();
  const file = join(folder.path, 'latencies');
  const program = startProgram(PROGRAM, { env: { AGENT_PICKUP_FILE: file } });
  try {
    await program.ask('open', { module, file, port, connectionString, handlersAtOnce: handlers });
    // The first second warms up what is compiled on the way.
    await program.ask('most', { seconds: Math.min(1, seconds) });
    const most = await program.ask('most', { seconds });
    const lightly = await program.ask('paced', { seconds, perSecond: light });
    const half = await program.ask('paced', { seconds, perSecond: most / 2 });
    await program.ask('close');
    const named = (load, figures) =>
      Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${load} ${key}`, value]));
    return { most, ...named('light', lightly), ...named('half', half) };
  } finally {
    await program.stop();
    folder.remove();
  }
}
