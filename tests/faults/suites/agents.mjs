// Agents in processes that misbehave in every way we know of, among the work of agents that do not; the server is killed by SIGKILL
// while some of them hang and have daemons. Each ends its own task, with the error of its attempt, and nobody else's; no process of
// theirs is left behind. Linux; elsewhere no process is found.
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { peakMebibytes, processesIn, startOf } from '../agent-processes.mjs';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 5;
const OF_A_ROUND = 6;
const HANDLERS = fileURLToPath(new URL('../hostile-handlers.mjs', import.meta.url));
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
const LEFT_RUNNING = ['loop', 'execSleep', 'ignoreEverything', 'daemon', 'stranger'];

await runSuite('agents', ROUNDS, { roundWithinMs: 60_000 }, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  const ways = [];
  let peakMb = 0;
  while (tally.line.rounds < rounds) {
    // All of them have had their turn before one has a second.
    while (ways.length < OF_A_ROUND) ways.push(...shuffled(Object.entries(FAULTS), chance));
    peakMb = Math.max(peakMb, await playRound(ways.splice(0, OF_A_ROUND), chance, tally));
    tally.round();
    say(`${tally.line.rounds} of ${rounds} rounds, ${tally.line.acknowledged} acknowledged`);
  }
  return { ...tally.line, peakMb };
});

/**
 * With agents that have done nothing wrong yet: the circuit breakers of those that have would leave no one to go on. Gives the most
 * that the server ever had in memory, in MiB.
 */
async function playRound(ways, chance, tally) {
  const campaign = await Campaign.start({
    ...{ chance: chance.fork(), clients: [3, 1], workers: 1, handlers: HANDLERS },
    args: ['--size', '8', '--max-queue', '40', '--agent-memory-mb', '250', '--backoff-base-ms', '50'],
  });
  const folder = campaign.agentsFolder;
  await misbehave(campaign, ways, tally);
  const hanging = await Promise.all(LEFT_RUNNING.map((each) => campaign.longTask(each, { payload: { do: each } })));
  await after(chance.whole(100, 1_000));
  const peakMb = peakMebibytes(campaign.server.pid);
  campaign.server.kill('SIGKILL');
  await campaign.server.ended;
  tally.fault('server killed');
  await campaign.check();
  const { pid } = await campaign.serve();
  // Whatever the last one left is gone; what is there belongs to the agents of this one.
  leftBehind(
    campaign,
    processesIn(folder).filter((each) => startOf(each) < startOf(pid)),
  );
  for (const { cancel } of hanging) await cancel();
  await campaign.finish();
  leftBehind(campaign, processesIn(folder));
  const { AGENT_FAILED = 0, TIMED_OUT = 0 } = campaign.verdict?.pools.default.outcomes ?? {};
  if (AGENT_FAILED + TIMED_OUT !== ways.length)
    campaign.problem(`${ways.length} attempts were to end with their agent, and ${AGENT_FAILED + TIMED_OUT} did`);
  tally.add(campaign);
  return peakMb;
}

/** One task for each way; resolves when they have settled. */
async function misbehave(campaign, ways, tally) {
  const tasks = await Promise.all(
    ways.map(([fault, action]) => {
      tally.fault(fault);
      const isEndless = ENDLESS.has(action);
      return campaign.submit(action, {
        payload: { do: action, processes: 4, mebibytes: action === 'groupMemory' ? 80 : 10_000 },
        ...{ maxAttempts: 1, timeoutMs: isEndless ? 1_000 : 120_000 },
        ends: { status: 'FAILED', outcome: isEndless ? 'TIMED_OUT' : 'AGENT_FAILED' },
      });
    }),
  );
  await campaign.settled(tasks.map(({ taskId }) => taskId));
  for (const { taskId } of tasks) {
    const hasErrors = ({ attempts }) => attempts.length === 1 && attempts[0].error !== null;
    if (!(await campaign.look(taskId, hasErrors))) campaign.problem(`${taskId} does not tell the error of its attempt`);
  }
}

function leftBehind(campaign, pids) {
  if (pids.length > 0) campaign.problem(`${pids.length} processes of agents were left behind`);
}

function shuffled(items, chance) {
  return items
    .map((item) => [chance.next(), item])
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item);
}
