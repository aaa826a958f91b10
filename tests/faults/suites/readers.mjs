// Readers that stall, that go in the middle of a replay, and that come and go, ten thousand times in a whole run, beside clients and
// readers who want to know nothing of them. What it costs these and what it leaves behind is in the last line.
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { cutReplays, visitors } from '../readers/passing.mjs';
import { besideStalled } from '../readers/stalled.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

/** Ten rounds are a whole run: a round is a tenth of each count. */
const ROUNDS = 10;
const EVENTS = 300;
const TASKS = 8_000;
const VISITS = 10_000;

await runSuite('readers', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const tally = new Tally();
  const scaled = (count) => Math.max(100, Math.round((count * rounds) / ROUNDS));
  const campaign = await Campaign.start({
    ...{ chance: new Chance(seed), clients: [2, 1], workers: 1, restMs: 200, preload: 'measure-on-signal.mjs' },
    args: ['--size', '2', '--max-queue', '10000', '--durability', 'os', '--retention-count', '1000'],
  });
  const figures = {};
  for (const part of [
    () => besideStalled(campaign, tally, { events: scaled(EVENTS) }),
    () => cutReplays(campaign, tally, { tasks: scaled(TASKS) }),
    () => visitors(campaign, tally, { visits: scaled(VISITS) }),
  ]) {
    const found = await part();
    say(JSON.stringify(found));
    Object.assign(figures, found);
  }
  await campaign.finish();
  tally.add(campaign);
  for (let n = 0; n < rounds; n += 1) tally.round();
  return { ...tally.line, ...figures };
});
