import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { linesOf, onCopy } from '../check/files.mjs';
import { readDirectly } from '../check/read-log.mjs';
import { Campaign } from '../campaign.mjs';
import { positionOf } from '../watch-reader.mjs';

const SNAPSHOT_EVERY = 400;
/** What ends each server, and after how many records of a pool: no log forgets anything that the checker has not seen. */
const ENDS = [
  { name: 'killed', signal: 'SIGKILL', after: 1.6 },
  { name: 'stopped', signal: 'SIGTERM', after: 2.5 },
  { name: 'killed again', signal: 'SIGKILL', after: 3.3 },
];

/**
 * A log at one moment of a campaign, which the checker found whole, and what must be in any copy of it.
 *
 * @typedef {{ name: string, directory: string, older: string | null, other: string, logId: string, lines: string[], records: object[],
 *   earliest: number, last: number, told: number, snapshots: Map<number, string>, ledger: object[] }} Moment
 *   `earliest`: the last record that the log has forgotten; `told`: the last that a reader has seen; `snapshots`: the text of each, by position.
 */

/**
 * Some seconds of a real server under load that ends three times: what it leaves behind each time, of each of its pools.
 *
 * @returns {Promise<{ moments: Moment[], campaign: Campaign }>}
 */
export async function momentsOfCampaign(chance, folder, findings) {
  const campaign = await Campaign.start({
    chance,
    args: [
      ...['--size', '2', '--max-queue', '60', '--retention-count', '50'],
      ...['--snapshot-every', String(SNAPSHOT_EVERY)],
    ],
  });
  const moments = [];
  let seen = {};
  for (const { name, signal, after } of ENDS) {
    if (campaign.server.isRunning !== true) await campaign.serve();
    const unseen = Object.entries(seen).map(([pool, { position }]) => [pool, position + 0.9 * SNAPSHOT_EVERY]);
    await campaign.passed({ ...Object.fromEntries(unseen), default: after * SNAPSHOT_EVERY });
    campaign.server.kill(signal);
    await campaign.server.ended;
    const verdict = await campaign.check();
    seen = verdict?.pools ?? {};
    if (campaign.findings.length > 0) break;
    moments.push(...keep(campaign, name, folder, moments, findings));
  }
  await campaign.finish();
  return { moments, campaign };
}

/** Copies the log of every pool, and reads what is in it. */
function keep(campaign, name, folder, before, findings) {
  const pools = join(campaign.folder, 'data', 'pools');
  const ledger = linesOf(join(campaign.folder, 'ledger.jsonl'));
  const directoryOf = (pool) => join(folder, `${pool} ${name}`);
  return readdirSync(pools).map((pool, nth, all) => {
    const directory = directoryOf(pool);
    cpSync(join(pools, pool), directory, { recursive: true });
    const records = linesOf(join(campaign.folder, 'archive', `${pool}.jsonl`));
    const { logId, earliest, snapshots } = onCopy(directory, (copy) => readDirectly(copy, findings));
    const told = toldOf(campaign.folder, pool);
    const lines = records.map((record) => JSON.stringify(record));
    const older = before.findLast((moment) => moment.pool === pool)?.directory ?? null;
    return {
      ...{ name: `${pool} ${name}`, pool, directory, older, other: directoryOf(all[(nth + 1) % all.length]) },
      ...{ logId, lines, records, earliest, last: records.length, told, snapshots, ledger: ofPool(ledger, pool) },
    };
  });
}

function toldOf(folder, pool) {
  const readers = readdirSync(folder).filter((name) => name.startsWith(`reader-${pool}-`));
  return Math.max(...readers.map((name) => positionOf(linesOf(join(folder, name)).at(-1)?.cursor)));
}

/** Intents say of which pool they are; what came of them has their number. */
function ofPool(ledger, pool) {
  const own = new Set(ledger.filter((line) => line.is === 'intent' && line.pool === pool).map(({ op }) => op));
  return ledger.filter(({ op }) => own.has(op));
}
