// Tells the server to stop, in every way that somebody may: under load, while it starts, while it cannot listen, and again.
import { setTimeout as after } from 'node:timers/promises';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 25;
const ROUNDS_OF_A_CAMPAIGN = 10;
/** Signals within this of the first are the same one. */
const SAME_WITHIN_MS = 1_000;
/** "At once", on a machine that has other things to do. */
const AT_ONCE_MS = 2_000;
/** What is running under load ends by itself long before. */
const GRACE_MS = 600_000;

/** Each is given a campaign; the server has ended afterwards. */
const WAYS = {
  'SIGTERM under load': underLoad,
  'SIGTERM at start': atStart,
  'SIGTERM twice, at once and later': twice,
  'SIGTERM while stopped': whileStopped,
  'SIGTERM again while stopped': againWhileStopped,
};

await runSuite('stop', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  const ways = Object.entries(WAYS);
  for (let begun = 0; begun < rounds; begun += ROUNDS_OF_A_CAMPAIGN) {
    const campaign = await Campaign.start({
      chance: chance.fork(),
      args: ['--size', '2', '--max-queue', '60', '--grace-ms', String(GRACE_MS)],
    });
    for (let round = begun; round < Math.min(rounds, begun + ROUNDS_OF_A_CAMPAIGN); round += 1) {
      // In turn, so that a short run has each of them too.
      const [name, stop] = ways[round % ways.length];
      await stop(campaign, chance);
      tally.fault(name);
      tally.round();
      await campaign.check();
      if (campaign.findings.length > 0) break;
    }
    await campaign.finish();
    tally.add(campaign);
    say(`${tally.line.rounds} of ${rounds} rounds, ${tally.line.acknowledged} acknowledged`);
  }
  return tally.line;
});

async function underLoad(campaign, chance) {
  await serve(campaign);
  await after(chance.whole(50, 1_000));
  campaign.server.kill('SIGTERM');
  await endsWith(campaign, [0]);
}

/** Before it has said that it listens, Node itself may end at the signal. */
async function atStart(campaign, chance) {
  await end(campaign);
  const server = campaign.spawn();
  await after(chance.whole(0, Math.round(campaign.recoveriesMs.at(-1) ?? 500)));
  server.kill('SIGTERM');
  await endsWith(campaign, [0, 'SIGTERM']);
}

/** A further signal at once is the same one, since npm passes on what the terminal sends; one later ends at once. */
async function twice(campaign) {
  const task = await runLongTask(campaign);
  campaign.server.kill('SIGTERM');
  campaign.server.kill('SIGTERM');
  await campaign.server.event('server.stopping');
  if ((await campaign.get('/readyz')) !== 503) campaign.problem('it is ready while it drains');
  await endAtOnce(campaign);
  await goOn(campaign, task);
}

async function whileStopped(campaign, chance) {
  await serve(campaign);
  await after(chance.whole(50, 500));
  const { server } = campaign;
  server.kill('SIGSTOP');
  server.kill('SIGTERM');
  await after(chance.whole(0, 500));
  server.kill('SIGCONT');
  await endsWith(campaign, [0]);
}

/** The same signal again, which it learns of only after more than a second. */
async function againWhileStopped(campaign) {
  const task = await runLongTask(campaign);
  const { server } = campaign;
  server.kill('SIGTERM');
  await server.event('server.stopping');
  server.kill('SIGSTOP');
  server.kill('SIGTERM');
  await after(SAME_WITHIN_MS * 1.3);
  server.kill('SIGCONT');
  // An answer to the second is given after the loop has gone round at least once.
  await campaign.get('/livez');
  if ((await campaign.get('/livez')) !== 200) campaign.problem('a signal that it was late to see ended it at once');
  await endAtOnce(campaign);
  await goOn(campaign, task);
}

async function serve(campaign) {
  if (campaign.server?.isRunning !== true) await campaign.serve();
}

async function end(campaign) {
  if (campaign.server?.isRunning !== true) return;
  campaign.server.kill('SIGTERM');
  await endsWith(campaign, [0]);
}

async function runLongTask(campaign) {
  await serve(campaign);
  return campaign.longTask();
}

/** Lets the next server do without it, so that this one's end is the end of the round. */
async function goOn(campaign, task) {
  await campaign.check();
  await campaign.serve();
  await task.cancel();
  await end(campaign);
}

/** By a signal of somebody who has waited. */
async function endAtOnce(campaign) {
  await after(SAME_WITHIN_MS * 1.1);
  // A turn of its loop: it looks for signals once more before a further one counts.
  if ((await campaign.get('/livez')) !== 200) campaign.problem('a signal that was passed on ended it at once');
  const sentAt = performance.now();
  campaign.server.mayComplain = true;
  campaign.server.kill('SIGTERM');
  await endsWith(campaign, [1]);
  const tookMs = Math.round(performance.now() - sentAt);
  if (tookMs > AT_ONCE_MS) campaign.problem(`the second signal ended it after ${tookMs} ms`);
}

async function endsWith(campaign, codes) {
  const code = await campaign.server.ended;
  if (!codes.includes(code)) campaign.problem(`it ended with ${code}, not ${codes.join(' or ')}`);
}
