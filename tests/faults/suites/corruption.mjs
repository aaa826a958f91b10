// Damages the logs of a real server that was killed and stopped under load, in one place after another, and opens them: what was
// acknowledged must be there, or the damage must be said, with every record that is lost.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from '../chance.mjs';
import { FAST_FOLDER } from '../check/files.mjs';
import { Findings } from '../check/findings.mjs';
import { damageOnce } from '../corruption/damages.mjs';
import { momentsOfCampaign } from '../corruption/moments.mjs';
import { judge } from '../corruption/verdict.mjs';
import { runSuite } from '../suite.mjs';
import { Tally } from '../tally.mjs';

const PLACES = 1_000;
/** Copies that are looked at side by side: a log is opened in a thread of its own. */
const LANES = 3;

await runSuite('corruption', PLACES, { roundWithinMs: 2_000 }, async ({ rounds, seed, say }) => {
  const chance = new Chance(seed);
  const tally = new Tally();
  const folder = mkdtempSync(join(FAST_FOLDER, 'corruption-'));
  const said = { harmless: 0, warned: 0, damaged: 0, refused: 0 };
  const records = { named: 0, readable: 0 };
  try {
    const findings = new Findings();
    const { moments, campaign } = await momentsOfCampaign(chance.fork(), folder, findings.of('a moment'));
    tally.add(campaign);
    tally.addFindings(findings, 'before any damage');
    for (const { name, last, earliest, snapshots, ledger } of moments)
      say(`${name}: records ${earliest + 1} to ${last}, ${snapshots.size} snapshots, ${ledger.length} lines of ledger`);
    // Chosen before it begins: which lane comes to it first changes nothing.
    const choices = Array.from({ length: moments.length > 0 ? rounds : 0 }, () => chance.fork());
    const lane = async (_, nth) => {
      for (let own = choices.pop(); own !== undefined; own = choices.pop()) {
        const { name, place, moment, copy } = damagedCopy(moments, own, join(folder, `copy ${nth}`));
        const found = new Findings();
        const verdict = await judge(copy, moment, { isForeign: name === 'foreign', isContinued: own.is(0.15) }, found);
        tally.fault(name);
        tally.round();
        tally.addFindings(found, `${name}, ${place} of ${moment.name}`);
        said[verdict.said] += 1;
        for (const kind of Object.keys(records)) records[kind] += verdict[kind];
        if (choices.length % 100 === 0) say(`${choices.length} places left, ${JSON.stringify(said)}`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { harmless, ...detected } = said;
  return {
    ...tally.line,
    detected: Object.values(detected).reduce((sum, count) => sum + count, 0),
    ...{ harmless, said: detected, records },
  };
});

/** A copy of one of the logs with one place of it changed. */
function damagedCopy(moments, chance, copy) {
  for (;;) {
    const moment = chance.pick(moments);
    rmSync(copy, { recursive: true, force: true });
    cpSync(moment.directory, copy, { recursive: true });
    const damage = damageOnce({ directory: copy, chance, other: moment.other, older: moment.older });
    if (damage !== null) return { ...damage, moment, copy };
  }
}
