// Fills the disk under a server that works, and gives it space again: while it goes on being asked, after it was killed, after it
// was told to stop. A real file system of 96 MiB in memory, which takes root and Linux; elsewhere it says so and does nothing.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { Campaign } from '../campaign.mjs';
import { Chance } from '../chance.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const ROUNDS = 14;
const ROUNDS_OF_A_CAMPAIGN = 8;
/** What fills up, or is noticed to have space again, under load. */
const NOTICED_WITHIN_MS = 60_000;
const ENDS = ['given space', 'killed', 'stopped'];

await runSuite('disk-full', ROUNDS, {}, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  for (let left = rounds; left > 0; left -= ROUNDS_OF_A_CAMPAIGN) {
    const disk = smallDisk();
    if (disk === null) {
      say('no small disk can be made here (it takes root on Linux): nothing is tried');
      return { ...tally.line, rounds: 0 };
    }
    const dataDir = join(disk, 'data');
    mkdirSync(dataDir);
    const args = ['--size', '2', '--max-queue', '60', '--snapshot-every', '2000', '--retention-count', '200'];
    const campaign = await Campaign.start({ chance: chance.fork(), dataDir, args });
    for (let round = 0; round < Math.min(left, ROUNDS_OF_A_CAMPAIGN); round += 1) {
      // In turn, so that a short run has each of them too.
      const how = ENDS[round % ENDS.length];
      await fillOnce(campaign, chance, disk, how);
      tally.fault(`full, then ${how}`);
      tally.round();
      if (campaign.findings.length > 0) break;
    }
    await campaign.finish();
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
    tally.add(campaign);
    say(`${tally.line.rounds} of ${rounds} rounds, ${tally.line.acknowledged} acknowledged`);
  }
  return tally.line;
});

async function fillOnce(campaign, chance, disk, how) {
  const { server } = campaign;
  const filler = join(disk, 'filler');
  await after(chance.whole(50, 500));
  fill(disk, filler, chance.whole(100_000, 1_000_000));
  const isFull = await campaign.readiness(({ status }) => status === 'read-only', NOTICED_WITHIN_MS);
  if (!isFull) campaign.problem('the disk was filled, and nothing was refused for it');
  await after(chance.whole(0, 1_500));
  if (how === 'given space') {
    rmSync(filler);
    const isBack = await campaign.readiness(({ status }) => status !== 'read-only', NOTICED_WITHIN_MS);
    if (!isBack) campaign.problem('there is space again, and it is not used');
    await after(chance.whole(50, 500));
  }
  server.kill(how === 'stopped' ? 'SIGTERM' : 'SIGKILL');
  const code = await server.ended;
  if (how === 'stopped' && code !== 0) campaign.problem(`it ended with ${code}`);
  rmSync(filler, { force: true });
  await campaign.check();
  await campaign.serve();
}

/** All but so many bytes, as far as the server leaves them while it writes too. */
function fill(disk, filler, leftBytes) {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
}

function smallDisk() {
  const disk = mkdtempSync(join(tmpdir(), 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'none', disk], { stdio: 'ignore' });
    return disk;
  } catch {
    rmSync(disk, { recursive: true });
    return null;
  }
}
