// Remote workers each on a line of its own, which is cut, held in one direction or both, and mended; one of them pauses past its
// lease and comes back; and the server is killed meanwhile. Leases may end here; nothing may be done twice for it.
import { setTimeout as after } from 'node:timers/promises';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 14;
const LEASE_MS = 900;
/** A lease may begin anew at a restart, and after a stall it is judged late. */
const LEASE_OVER_WITHIN_MS = 30_000;

/** One for each worker; it is well again afterwards. */
const WAYS = {
  'line cut': async ({ line }, forMs) => {
    line.cut();
    await after(forMs);
    line.mend();
  },
  'nothing gets through to the server': (worker, forMs) => hold(worker, 'toServer', forMs),
  'nothing gets through to the worker': (worker, forMs) => hold(worker, 'toClient', forMs),
  'nothing gets through': (worker, forMs) => hold(worker, 'both', forMs),
  'paused past its lease': (worker, _, campaign) => pausePastLease(worker, campaign),
};

await runSuite('remote-workers', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  const names = Object.keys(WAYS);
  const campaign = await Campaign.start({
    ...{ chance: chance.fork(), clients: [1, 4], workers: names.length, onLines: true, mayLoseLeases: true },
    work: { workMs: [0, 300], beatMs: LEASE_MS / 3, giveUpMs: LEASE_MS / 3 },
    args: ['--size', '1', '--max-queue', '20', '--lease-ms', String(LEASE_MS), '--backoff-base-ms', '50'],
  });
  for (let round = 0; round < rounds && campaign.findings.length === 0; round += 1) {
    const broken = campaign.workers.map((worker, n) => {
      const name = names[(n + round) % names.length];
      tally.fault(name);
      return WAYS[name](worker, chance.whole(50, 2.5 * LEASE_MS), campaign);
    });
    await after(chance.whole(50, 2 * LEASE_MS));
    campaign.server.kill('SIGKILL');
    await campaign.server.ended;
    tally.fault('server killed');
    await campaign.check();
    await campaign.serve();
    await Promise.all(broken);
    tally.round();
    say(`${tally.line.rounds} of ${rounds} rounds`);
  }
  await campaign.finish();
  tally.add(campaign);
  return tally.line;
});

async function hold({ line }, way, forMs) {
  line.hold(way);
  await after(forMs);
  line.release();
}

/** Whatever it says of that attempt when it comes back is refused. */
async function pausePastLease(worker, campaign) {
  const attempt = await worker.pause();
  if (!(await campaign.isOver(attempt, LEASE_OVER_WITHIN_MS)))
    campaign.problem(`the lease of a worker that paused has not ended: ${attempt.taskId}`);
  worker.resume();
  for (const { is, code } of await attempt.ends)
    if (code !== 'STALE_ATTEMPT') campaign.problem(`what came after the lease of ${attempt.taskId} was ${code ?? is}`);
}
