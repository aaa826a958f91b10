// What does a server take: idle, by agents, and for each thousand tasks? For whoever chooses a machine.
// Use: node bench/footprint.mjs [--seconds 15] [--tasks 5000]
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { bench } from './lib/bench.mjs';
import { cpuSeconds } from './lib/cpu-seconds.mjs';
import { figure } from './lib/figures.mjs';
import { startServer } from './lib/server.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const MIB = 2 ** 20;
const AGENTS = [0, 4, 16];
/** Submissions on their way at once: as many as agents, and some that wait. */
const CALLERS = 8;
const SUBMIT = JSON.stringify({
  query:
    'mutation { submitTask(input: { type: GENERAL, payload: { text: "five words are in here" } }) { task { id } } }',
});
const LEFT = JSON.stringify({ query: '{ pool { metrics { tasksPending tasksInProgress } } }' });

await bench(
  'Footprint of a server',
  { full: { seconds: 15, tasks: 20_000 }, quick: { seconds: 2, tasks: 1_000 } },
  async ({ seconds, tasks }) => {
    const idle = [];
    for (const agents of AGENTS) idle.push(await idleServer(agents, seconds));
    const busy = await busyServer(tasks);
    return {
      tables: [
        {
          title: 'Idle, with PROCESS agents of the example pack',
          head: ['agents', 'server, resident MiB', 'each agent, resident MiB', 'processor, server and agents'],
          rows: idle.map(({ agents, server, each, cpu }) => [
            figure(agents),
            figure(server / MIB),
            agents === 0 ? '' : figure(each / MIB),
            `${figure(cpu * 100)} %`,
          ]),
          notes: ['resident memory counts what processes share in each of them', 'processor: of one core'],
        },
        {
          title: `Four PROCESS agents at work, ${figure(tasks)} tasks over HTTP with fsync`,
          head: [
            'tasks/s',
            'server, CPU s per 1,000',
            'agents, CPU s per 1,000',
            'server, resident MiB',
            'log, MiB per 1,000',
          ],
          rows: [
            [
              figure(busy.perSecond),
              figure(busy.serverCpu),
              figure(busy.agentsCpu),
              figure(busy.resident / MIB),
              figure(busy.logBytes / MIB),
            ],
          ],
          notes: ['as many as the agents do, with 8 submissions at once; the load has the same cores'],
        },
      ],
      figures: { 'idle MiB': idle[0].server / MIB, 'CPU s per 1,000 tasks': busy.serverCpu },
    };
  },
);

async function idleServer(agents, seconds) {
  const server = await startServer(['--size', String(agents)]);
  try {
    // What a start costs is over by then.
    await passed(3_000);
    const all = [server.pid, ...agentsOf(server.pid)];
    const before = total(all);
    await passed(seconds * 1_000);
    const cpu = (total(all) - before) / seconds;
    const each = all.slice(1).reduce((sum, pid) => sum + resident(pid), 0) / agents;
    return { agents, server: resident(server.pid), each, cpu };
  } finally {
    await server.stop();
  }
}

async function busyServer(tasks) {
  const folder = temporaryFolder();
  const server = await startServer(['--size', '4', '--max-queue', '1000'], { dataDirectory: folder.path });
  try {
    const ask = async (body) => {
      const response = await fetch(`${server.url}/graphql`, {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body },
      });
      const { data, errors } = await response.json();
      if (errors !== undefined && errors[0].extensions?.code !== 'QUEUE_FULL') throw new Error(errors[0].message);
      return data;
    };
    const pass = async (count) => {
      let submitted = 0;
      const caller = async () => {
        while (submitted < count) {
          submitted += 1;
          // Refused where the agents are behind: that one is submitted again.
          if ((await ask(SUBMIT)) == null) submitted -= 1;
        }
      };
      await Promise.all(Array.from({ length: CALLERS }, caller));
      for (;;) {
        const { tasksPending, tasksInProgress } = (await ask(LEFT)).pool.metrics;
        if (tasksPending + tasksInProgress === 0) return submitted;
      }
    };
    await pass(tasks / 10);
    const agents = agentsOf(server.pid);
    const [serverBefore, agentsBefore, logBefore] = [cpuSeconds(server.pid), total(agents), bytesIn(folder.path)];
    const from = performance.now();
    const done = await pass(tasks);
    const thousands = done / 1_000;
    return {
      perSecond: done / ((performance.now() - from) / 1_000),
      serverCpu: (cpuSeconds(server.pid) - serverBefore) / thousands,
      agentsCpu: (total(agents) - agentsBefore) / thousands,
      resident: resident(server.pid),
      logBytes: (bytesIn(folder.path) - logBefore) / thousands,
    };
  } finally {
    await server.stop();
    folder.remove();
  }
}

function total(pids) {
  return pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
}

function resident(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'latin1'))[1]) * 1_024;
}

/** The agent hosts among the children of the server. */
function agentsOf(pid) {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'latin1')
    .trim()
    .split(' ');
  return children
    .filter((child) => child !== '' && readFileSync(`/proc/${child}/cmdline`, 'latin1').includes('agents/host'))
    .map(Number);
}

/** Of all logs in a data directory. */
function bytesIn(dataDirectory) {
  const pools = join(dataDirectory, 'pools');
  return readdirSync(pools, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
