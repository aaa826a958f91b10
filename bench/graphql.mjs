// How many GraphQL requests per second, over HTTP and over WebSocket, beside the servers that people would take instead?
// Use: node bench/graphql.mjs [--seconds 1] [--rounds 3] [--connections 50] [--only ours,Mercurius]
import { bench } from './lib/bench.mjs';
import { contest, contestTable } from './lib/contest.mjs';
import { ask, startOurs, startPeer } from './lib/graphql-servers.mjs';
import { LOAD_CORE, pinningNote } from './lib/pinning.mjs';
import { startProgram } from './lib/program.mjs';
import { OPERATIONS } from './load/operations.mjs';

const LOAD = new URL('load/request-program.mjs', import.meta.url).pathname;
const CONTESTANTS = [
  { name: 'ours', start: () => startOurs({ agents: 16 }) },
  { name: 'Apollo Server 5 + Express', start: () => startPeer({ server: 'apollo-express' }) },
  {
    name: 'Apollo Server 5 + Express + TypeGraphQL',
    start: () => startPeer({ server: 'apollo-express', typeGraphQL: true }),
  },
  { name: 'graphql-yoga', start: () => startPeer({ server: 'yoga' }) },
  { name: 'Mercurius + jit', start: () => startPeer({ server: 'mercurius' }) },
  {
    name: 'Mercurius + jit + TypeGraphQL',
    start: () => startPeer({ server: 'mercurius', typeGraphQL: true }),
  },
  { name: 'node:http, JSON alone', start: () => startPeer({ server: 'json' }), isFloor: true },
];
const TRANSPORTS = { http: 'HTTP', websocket: 'WebSocket' };

await bench(
  'GraphQL requests per second',
  {
    full: { seconds: 1, warmUp: 0.4, rounds: 3, connections: 50 },
    quick: { seconds: 0.5, warmUp: 0.3, rounds: 1 },
  },
  async ({ rounds, only, connections, ...times }) => {
    const contestants = CONTESTANTS.map(({ name, start, isFloor }) => ({
      name,
      run: () => measure(start, isFloor ? ['http'] : Object.keys(TRANSPORTS), { connections, ...times }),
    }));
    const outcome = await contest(contestants, { rounds, only });
    const notes = [
      `${String(connections)} connections, each with one request on its way; ${pinningNote}`,
      'ours is the whole product with its limits, rules and log in memory; the peers read and write plain objects and check nothing',
      'ours keeps an answer while its log stands still, and the reads of a pool and a page ask for the same again; the second table is without that',
      'TypeGraphQL: the same types made by TypeGraphQL as it comes, without what we do to it',
      'queries and mutations on a WebSocket go through graphql-ws with Apollo and yoga, through its own with Mercurius',
    ];
    const tables = [];
    const figures = {};
    for (const [transport, shown] of Object.entries(TRANSPORTS)) {
      for (const [operation, { title }] of Object.entries(OPERATIONS)) {
        const key = `${transport} ${operation}`;
        const latencies = ['p50', 'p99'].map((share) => ({ head: `${share} ms`, metric: `${key} ${share}` }));
        const more = [{ head: 'per CPU s', metric: `${key} cpu` }, ...latencies];
        const isLast = key === 'websocket submit';
        tables.push(
          contestTable(outcome, {
            ...{ title: `${shown}: ${title}`, metric: key, unit: 'requests/s', reference: 'ours', more },
            notes: isLast ? [...notes, ...outcome.leftOut] : [],
          }),
        );
        for (const name of outcome.names) figures[`${name} ${key}`] = outcome.middle(name, key);
      }
    }
    return { tables, figures };
  },
);

async function measure(start, transports, { connections, seconds, warmUp }) {
  const server = await start();
  const load = startProgram(LOAD, { core: LOAD_CORE });
  try {
    const figures = {};
    for (const transport of transports) {
      for (const [operation, { query, variables, submissionsPerSecond = 0 }] of Object.entries(OPERATIONS)) {
        check(await ask(server.port, { query, variables }));
        const job = {
          port: server.port,
          query,
          variables,
          connections,
          seconds,
          warmUpSeconds: warmUp,
          serverPid: server.pid,
          submissionsPerSecond,
        };
        const { perSecond, perCpuSecond, p50, p99 } = await load.ask(transport, job);
        const key = `${transport} ${operation}`;
        Object.assign(figures, {
          [key]: perSecond,
          [`${key} cpu`]: perCpuSecond,
          [`${key} p50`]: p50,
          [`${key} p99`]: p99,
        });
      }
    }
    return figures;
  } finally {
    await load.stop();
    await server.stop();
  }
}

/** All are asked for the same, and must have given it. */
function check({ pool, submitTask }) {
  if (pool?.agents !== undefined && pool.agents.length !== 16) throw new Error('not 16 agents');
  if (pool?.tasks !== undefined && pool.tasks.nodes.length !== 100) throw new Error('not 100 tasks');
  if (pool === undefined && typeof submitTask?.task.id !== 'string') throw new Error('no task was made');
}
