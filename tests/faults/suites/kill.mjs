// Kills the server with SIGKILL, again and again: under load, while it writes a snapshot, and while it starts.
import { setTimeout as after } from 'node:timers/promises';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 100;
const ROUNDS_OF_A_CAMPAIGN = 10;
const LONGEST_LOAD_MS = 1_500;

await runSuite('kill', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  for (let left = rounds; left > 0; left -= ROUNDS_OF_A_CAMPAIGN) {
    const snapshotEvery = chance.pick([1_000, 2_000, 4_000]);
    const campaign = await Campaign.start({
      chance: chance.fork(),
      args: [
        ...['--size', '2', '--max-queue', '60', '--snapshot-every', String(snapshotEvery)],
        ...['--retention-count', String(chance.pick([200, 10_000]))],
      ],
    });
    let ends = {};
    for (let round = 0; round < Math.min(left, ROUNDS_OF_A_CAMPAIGN); round += 1) {
      ends = await killOnce(campaign, chance, tally, snapshotEvery, ends);
      tally.round();
      if (campaign.findings.length > 0) break;
    }
    await campaign.finish();
    tally.add(campaign);
    say(
      `${tally.line.rounds} of ${rounds} rounds, ${tally.line.acknowledged} acknowledged, ${JSON.stringify(tally.faults)}`,
    );
  }
  return tally.line;
});

/** `ends`: where the checker found the end of each log in the round before. */
async function killOnce(campaign, chance, tally, snapshotEvery, ends) {
  const isAtStart = Object.keys(ends).length > 0 && chance.is(0.25);
  if (isAtStart) {
    const server = campaign.spawn();
    const usual = campaign.recoveriesMs.at(-1);
    await Promise.race([after(chance.whole(0, Math.round(usual))), server.ended]);
  } else {
    if (campaign.server?.isRunning !== true) await campaign.serve();
    await moment(campaign, chance, snapshotEvery, ends);
  }
  const { server } = campaign;
  const isUnderLoad = server.readyAfterMs !== null;
  server.kill('SIGKILL');
  await server.ended;
  const verdict = await campaign.check();
  const pools = verdict?.pools ?? {};
  if (!isUnderLoad) tally.fault('kill at start');
  else if (Object.values(pools).some(({ inSnapshot }) => inSnapshot)) tally.fault('kill in a snapshot or its clean-up');
  else tally.fault('kill under load');
  return pools;
}

/**
 * Half of the time a random one; else just behind a record at which a snapshot is due. In both cases no later than that a log may
 * have forgotten records that the checker has not seen: it keeps those behind its last snapshot but one.
 */
async function moment(campaign, chance, snapshotEvery, ends) {
  const of = (pool) => ends[pool] ?? { position: 0, snapshotAt: 0 };
  const pools = ['default', 'remote'];
  const due = Object.fromEntries(pools.map((pool) => [pool, of(pool).snapshotAt + snapshotEvery]));
  const limit = Object.fromEntries(pools.map((pool) => [pool, of(pool).position + snapshotEvery * 0.9]));
  if (chance.is(0.5)) {
    await Promise.race([campaign.passed(limit), after(chance.whole(50, LONGEST_LOAD_MS))]);
  } else {
    await Promise.race([campaign.passed(due), campaign.passed(limit)]);
    await after(chance.whole(0, 20));
  }
}
