// Kills and stops the processes of agents under load, a few at a time so that their circuit breakers leave enough of them, and now
// and then the server too: their work goes on elsewhere. Linux; elsewhere no process is found, and it says so.
import { setTimeout as after } from 'node:timers/promises';
import { processesIn } from '../agent-processes.mjs';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 14;
const ENOUGH_ROUNDS = 10;
const ROUNDS_OF_A_CAMPAIGN = 8;

await runSuite('agent-crash', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  for (let left = rounds; left > 0; left -= ROUNDS_OF_A_CAMPAIGN) {
    const campaign = await Campaign.start({
      chance: chance.fork(),
      clients: [8, 1],
      workers: 1,
      args: ['--size', '8', '--max-queue', '60', '--backoff-base-ms', '100'],
    });
    for (let round = 0; round < Math.min(left, ROUNDS_OF_A_CAMPAIGN); round += 1) {
      await breakAgents(campaign, chance, tally);
      if (round % 3 === 2) {
        campaign.server.kill('SIGKILL');
        await campaign.server.ended;
        tally.fault('server killed');
        await campaign.check();
        await campaign.serve();
      }
      tally.round();
      if (campaign.findings.length > 0) break;
    }
    await campaign.finish();
    const { AGENT_FAILED = 0 } = campaign.verdict?.pools.default?.outcomes ?? {};
    // In a few rounds on a busy machine each may strike an agent with nothing in hand.
    if (process.platform === 'linux' && rounds >= ENOUGH_ROUNDS && AGENT_FAILED === 0)
      campaign.problem('no attempt ended with its agent: the suite tests nothing');
    tally.add(campaign);
    say(`${tally.line.rounds} of ${rounds} rounds, ${tally.line.acknowledged} acknowledged`);
  }
  return tally.line;
});

async function breakAgents(campaign, chance, tally) {
  await after(chance.whole(200, 800));
  const processes = processesIn(campaign.agentsFolder);
  for (let n = chance.whole(1, 2); n > 0 && processes.length > 0; n -= 1) {
    const pid = processes.splice(chance.whole(0, processes.length - 1), 1)[0];
    if (chance.is(0.3)) {
      tally.fault('agent stopped for a while');
      signal(pid, 'SIGSTOP');
      await after(chance.whole(50, 500));
      signal(pid, 'SIGCONT');
    } else {
      tally.fault('agent killed');
      signal(pid, 'SIGKILL');
    }
  }
  await after(chance.whole(200, 800));
}

/** It may have ended by itself. */
function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
