// Restarts the server again and again, as deployments do, with readers and remote workers attached that are in the middle of their
// work: each keeps its lease over the restart, and its result is taken.
import { setTimeout as after } from 'node:timers/promises';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 25;
const ROUNDS_OF_A_CAMPAIGN = 20;

await runSuite('rolling', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  for (let left = rounds; left > 0; left -= ROUNDS_OF_A_CAMPAIGN) {
    const campaign = await Campaign.start({
      chance: chance.fork(),
      clients: [3, 4],
      workers: 6,
      work: { workMs: [200, 2_000], beatMs: 500 },
      args: ['--size', '2', '--max-queue', '12', '--grace-ms', '500'],
    });
    for (let round = 0; round < Math.min(left, ROUNDS_OF_A_CAMPAIGN); round += 1) {
      await campaign.workerIsBusy();
      await after(chance.whole(0, 800));
      campaign.server.kill('SIGTERM');
      const code = await campaign.server.ended;
      if (code !== 0) campaign.problem(`it ended with ${code}`);
      await campaign.check();
      if (campaign.findings.length > 0) break;
      await campaign.serve();
      tally.fault('restart');
      tally.round();
    }
    await campaign.finish();
    if (campaign.carried === 0) campaign.problem('no attempt was carried over a restart: the suite tests nothing');
    tally.add(campaign);
    say(`${tally.line.rounds} of ${rounds} rounds, ${tally.line.carried} attempts carried over a restart`);
  }
  return tally.line;
});
