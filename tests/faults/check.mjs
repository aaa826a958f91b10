// The checker: `node tests/faults/check.mjs <folder of a campaign> [--end] [--leases-may-end]`, while no server
// runs on it. Reads the logs of all pools in two ways, adds what is new to its archive (a log forgets its oldest records), folds
// everything with a few lines of its own, and compares that with the snapshots, with the ledger and with what the readers saw. Prints
// one JSON line.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { addToArchive } from './check/archive.mjs';
import { linesOf, onCopy } from './check/files.mjs';
import { Findings } from './check/findings.mjs';
import { foldLog } from './check/fold.mjs';
import { compareWithLedger } from './check/ledger.mjs';
import { compareWithWorkers } from './check/leases.mjs';
import { compareWithReader } from './check/readers.mjs';
import { compareWithSnapshot } from './check/snapshot.mjs';
import { readByProduct, readDirectly } from './check/read-log.mjs';

const [folder, ...flags] = process.argv.slice(2);
const isEnd = flags.includes('--end');
const mayLoseLeases = flags.includes('--leases-may-end');
const findings = new Findings();
const ledger = linesOf(join(folder, 'ledger.jsonl'));
const pools = {};
const logs = new Map();
const poolsFolder = join(folder, 'data', 'pools');

for (const pool of existsSync(poolsFolder) ? readdirSync(poolsFolder) : []) {
  const direct = await onCopy(join(poolsFolder, pool), (copy) => readDirectly(copy, findings.of(pool)));
  const product = await onCopy(join(poolsFolder, pool), (copy) => readByProduct(copy, findings.of(pool)));
  if (JSON.stringify(direct.records) !== JSON.stringify(product.records))
    findings.of(pool).silent('the product reads other records than there are in the file');
  mkdirSync(join(folder, 'archive'), { recursive: true });
  const records = addToArchive(join(folder, 'archive', `${pool}.jsonl`), direct.records, findings.of(pool));
  const { snapshotAt, inSnapshot, earliest } = direct;
  const folded = foldLog(records, findings.of(pool));
  for (const [at, text] of direct.snapshots) compareWithSnapshot(at, text, records, findings.of(pool));
  const position = records.at(-1)?.position ?? 0;
  pools[pool] = { position, snapshotAt, earliest, inSnapshot, outcomes: outcomesOf(folded) };
  logs.set(pool, { records, logId: product.logId, folded });
}

const told = compareWithLedger(ledger, logs, findings);
const leases = compareWithWorkers(ledger, logs, findings, { isEnd, mayLoseLeases });
const ends = isEnd ? new Map(ledger.filter(({ is }) => is === 'end').map(({ pool, taskId }) => [pool, taskId])) : null;
let events = 0;
for (const name of readdirSync(folder).filter((each) => each.startsWith('reader-'))) {
  const pool = /^reader-(.+)-[^-]+\.jsonl$/.exec(name)[1];
  const log = logs.get(pool);
  if (log === undefined) continue;
  events += compareWithReader(name, linesOf(join(folder, name)), log, ends?.get(pool) ?? null, findings.of(pool));
}

process.stdout.write(
  `${JSON.stringify({ ...told, ...leases, ...findings.counts, events, pools, problems: findings.problems })}\n`,
);

/** How attempts ended that did not succeed. */
function outcomesOf({ tasks }) {
  const counts = {};
  for (const { failures } of tasks.values())
    for (const { outcome } of failures) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
