// A server whose event loop is blocked, or which is stopped as a whole, for longer than its leases, under load: no worker that goes
// on beating may lose its attempt, not even one that gives up each heartbeat after 200 ms; one that has fallen silent must. Then a
// server that is blocked for good: its watchdog ends it, having left it alone while it was only stopped.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as after } from 'node:timers/promises';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 4;
const LEASE_MS = 2_000;
const GIVE_UP_MS = 200;
const WATCHED = { args: ['--watchdog-ms', '1000'], env: { BLOCK_MS: '600000' } };
/** What must happen soon, on a machine that has other things to do. */
const SOON_MS = 30_000;
// Of a driver that gets no turn itself its workers do not beat in time, and nothing can be said.
const lateness = monitorEventLoopDelay({ resolution: 10 });

await runSuite('stalls', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  const stallMs = () => LEASE_MS + chance.whole(100, 800);
  let blockedMs = stallMs();
  const campaign = await Campaign.start({
    ...{ chance: chance.fork(), clients: [2, 2], workers: 6, preload: 'block-on-signal.mjs' },
    work: { workMs: [100, 1_200], beatMs: LEASE_MS / 4, giveUpMs: GIVE_UP_MS },
    ...{
      args: ['--size', '2', '--max-queue', '6', '--lease-ms', String(LEASE_MS), '--backoff-base-ms', '50'],
      env: blockable(blockedMs),
    },
  });
  lateness.enable();
  let kept = 0;
  for (let round = 0; round < rounds && campaign.findings.length === 0; round += 1) {
    if (round > 0) await campaign.serve({ env: blockable((blockedMs = stallMs())) });
    kept += await stall(campaign, chance, () => block(campaign, blockedMs));
    tally.fault('blocked');
    campaign.server.kill('SIGKILL');
    await campaign.server.ended;
    await campaign.serve(WATCHED);
    kept += await stall(campaign, chance, () => stop(campaign, stallMs()));
    tally.fault('stopped');
    await blockForGood(campaign);
    tally.fault('blocked for good');
    tally.round();
    await campaign.check();
    say(`${tally.line.rounds} of ${rounds} rounds, the driver itself was late by ${driverLateMs()} ms at most`);
  }
  await campaign.finish();
  if (kept === 0) campaign.problem('no living worker had anything in hand in a stall: the suite tests nothing');
  tally.add(campaign);
  return { ...tally.line, kept, driverLateMs: driverLateMs() };
});

function blockable(ms) {
  return { BLOCK_MS: String(ms) };
}

/** Resolves with the number of attempts that living workers had in hand when it began. */
async function stall(campaign, chance, stallOnce) {
  const dead = chance.pick(campaign.workers);
  const attempt = await dead.pause();
  const inHand = campaign.workers.filter((worker) => worker !== dead && worker.isBusy).length;
  await stallOnce();
  if (!(await campaign.isOver(attempt, SOON_MS))) campaign.problem('the lease of a silent worker has not ended');
  dead.resume();
  for (const { is, code } of await attempt.ends)
    if (code !== 'STALE_ATTEMPT') campaign.problem(`what a silent worker said after its lease was ${code ?? is}`);
  return inHand;
}

/** That it has been blocked shows in how long an answer takes. */
async function block(campaign, forMs) {
  const began = performance.now();
  campaign.server.kill('SIGUSR2');
  while (performance.now() - began < forMs) if ((await campaign.get('/livez')) !== 200) return;
}

async function stop(campaign, forMs) {
  campaign.server.kill('SIGSTOP');
  await after(forMs);
  campaign.server.kill('SIGCONT');
  if ((await campaign.get('/livez')) !== 200) campaign.problem('the watchdog ended a server that was only stopped');
}

async function blockForGood(campaign) {
  const { server } = campaign;
  server.mayComplain = true;
  server.kill('SIGUSR2');
  if ((await Promise.race([server.ended, after(SOON_MS, 'late', { ref: false })])) === 'late') {
    campaign.problem('the watchdog did not end a server that was blocked');
    server.kill('SIGKILL');
  }
  await server.ended;
  if (server.troubles.length !== 1 || !server.troubles[0].includes('"event":"server.stalled"'))
    campaign.problem(`a blocked server had this to say: ${JSON.stringify(server.troubles)}`);
}

function driverLateMs() {
  return Math.round(lateness.max / 1e6);
}
