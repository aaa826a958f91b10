import { concernsAll, evolve } from '../core/evolve.js';
import type { PoolRecord, Position } from '../core/record.js';
import { emptyState, type PoolState } from '../core/state.js';
import { JournalError, type Journal, type JournalHead } from '../journal/journal.js';
import { PoolView } from '../views/pool-view.js';
import { JournalArchive } from './archive.js';
import { EngineClock } from './clock.js';
import { cursorAt } from './cursor.js';
import { Feed } from './feed.js';
import type { PoolSurroundings } from './pool.js';
import { gapsOf } from './read-only.js';
import { loadSnapshot } from './snapshots.js';

/** What the log comes to. */
export interface Recovered {
  readonly state: PoolState;
  readonly view: PoolView;
  readonly feed: Feed;
  readonly archive: JournalArchive;
  readonly time: EngineClock;
  readonly snapshotAt: Position;
}

const PAGE = 1_000;

/** State, view and feed as of the last record: the newest snapshot, and the records since, as far as the log is whole. */
export async function recover(
  { journal, clock, feedCapacity }: Pick<PoolSurroundings, 'journal' | 'clock' | 'feedCapacity'>,
  head: JournalHead,
): Promise<Recovered> {
  const view = new PoolView(clock.wallMs());
  const snapshot = await journal.newestSnapshot();
  let state = emptyState();
  if (snapshot !== null) {
    state = await loadSnapshot(snapshot, (task, history) => {
      view.histories.set(task.id, history);
    });
    view.adopt(state, snapshot.position);
  }
  const snapshotAt = snapshot?.position ?? 0;
  const archive = new JournalArchive(journal);
  const older = snapshotAt === 0 ? null : await journal.newestSnapshot(snapshotAt - 1);
  if (journal.earliest() > 0) {
    archive.retainFrom(older?.position ?? snapshotAt);
    // A crash may have come between a snapshot and the clean-up behind it.
    if (older !== null && head.damage === null) await journal.compact(older.position, head.epoch);
  }
  if (head.damage !== null) {
    const bases = [snapshot, older].flatMap((base) => base?.position ?? []);
    archive.setGaps(gapsOf(head.damage, bases, head.last, (position) => cursorAt(head.logId, position)));
  }
  const feed = new Feed(feedCapacity, snapshotAt, archive, clock);
  let newest: { atMs: number; clockMs: number } | null = null;
  for (let position = snapshotAt; position < head.last;) {
    const records = await readOn(journal, position);
    if (records === null) break;
    const moments = records.map((record) => evolve(state, record));
    for (const moment of moments) {
      view.apply(moment);
      if (concernsAll(moment.record.event)) view.adoptWhole(state);
    }
    feed.publish(moments);
    newest = records.at(-1) ?? newest;
    position = records.at(-1)?.position ?? head.last;
  }
  if (head.damage !== null && feed.last === 0) {
    const what = 'nothing of it can be shown. Restore a backup, or move the folder away to begin with nothing';
    const places = head.damage.places.map(({ file, detail }) => `${file}: ${detail}`).join('; ');
    throw new JournalError('CORRUPT', `the log is damaged (${places}), and ${what}`);
  }
  if (newest === null && head.last > 0) newest = (await journal.read(head.last - 1, 1).catch(() => []))[0] ?? null;
  view.goLive(clock.wallMs());
  return { state, view, feed, archive, time: new EngineClock(clock, newest), snapshotAt };
}

/** The next records to fold; null where the log is damaged. */
async function readOn(journal: Journal, after: Position): Promise<readonly PoolRecord[] | null> {
  try {
    return await journal.read(after, PAGE);
  } catch (error) {
    if (error instanceof JournalError && error.code === 'DAMAGED') return null;
    throw error;
  }
}
