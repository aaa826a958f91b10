import { join } from 'node:path';
import Database from 'better-sqlite3';
import { SqliteJournal } from '../../../dist/journal/sqlite-journal.js';

const PAGE = 5_000;

/** All records and snapshots in the file, by SQL and JSON alone; a snapshot is the text that it is kept as, by its position. */
export function readDirectly(directory, findings) {
  const db = new Database(join(directory, 'log.db'));
  try {
    const problem = db.pragma('integrity_check', { simple: true });
    if (problem !== 'ok') findings.silent(`SQLite finds the file damaged: ${problem}`);
    const anchor = db.prepare('SELECT anchor FROM meta').pluck().get() ?? 0;
    let position = anchor;
    const records = [];
    for (const batch of db.prepare('SELECT first, last, records FROM batch ORDER BY last').all()) {
      for (const record of JSON.parse(`[${Buffer.from(batch.records).toString('utf8')}]`)) {
        position += 1;
        if (record.position !== position) findings.silent(`record ${record.position} stands at ${position}`);
        records.push(record);
      }
      if (position !== batch.last) findings.silent(`the batch up to ${batch.last} ends at ${position}`);
    }
    const snapshots = new Map();
    for (const { id, position, pieces } of db.prepare('SELECT id, position, pieces FROM snapshot').all())
      snapshots.set(position, textOf(db, id, pieces));
    const snapshotAt = Math.max(0, ...snapshots.keys());
    const logId = db.prepare('SELECT log_id FROM meta').pluck().get();
    // Pieces beyond those: of a snapshot that was being written, or of an older one that was being cleaned up.
    const isBetween = db
      .prepare('SELECT (SELECT count(*) FROM snapshot_piece) > (SELECT coalesce(sum(pieces), 0) FROM snapshot)')
      .pluck()
      .get();
    return { logId, records, snapshots, snapshotAt, earliest: anchor, inSnapshot: isBetween === 1 };
  } finally {
    db.close();
  }
}

/** The pieces of a snapshot, one behind the other: their keys have its id in front. */
function textOf(db, id, pieces) {
  const first = id * 2 ** 20;
  const rows = db.prepare('SELECT data FROM snapshot_piece WHERE id >= ? AND id < ? ORDER BY id').pluck();
  return Buffer.concat(rows.all(first, first + pieces)).toString('utf8');
}

/** All records as a server would read them at its next start. */
export async function readByProduct(directory, findings) {
  const journal = new SqliteJournal({ directory, durability: 'os' });
  try {
    const { logId, last, damage, warnings = [] } = await journal.open();
    if (damage != null) findings.lost(`the log is called damaged: ${JSON.stringify(damage)}`);
    for (const warning of warnings) findings.silent(`the log is amiss: ${warning}`);
    const records = [];
    for (let position = journal.earliest(); position < last; position = records.at(-1).position)
      records.push(...(await journal.read(position, PAGE)));
    return { logId, records };
  } catch (error) {
    findings.lost(`the log cannot be opened: ${error.message}`);
    return { logId: null, records: [] };
  } finally {
    await journal.close();
  }
}
