import { setImmediate as turn } from 'node:timers/promises';
import { encodeCursor } from '../../engine/cursor.js';
import { WHOLE, type Place, type StreamedEvent } from '../../engine/event-stream.js';
import type { Pool } from '../../engine/pool.js';
import { publicEvents } from '../../views/public-event.js';
import { MomentAround } from '../moment-around.js';
import { PoolEvent, type PoolEventConnection } from '../types/pool-event.js';
import type { Wants } from './event-filters.js';

const CHUNK = 256;
/** Records that one page looks at; a rare event costs several pages, never one long call. */
const MOST_SCANNED = 10_000;

/**
 * Up to `first` events after a place. It never waits: at the end of the log the page is short. Refuses
 * a place that the log does not reach (`CURSOR_EXPIRED`), or from which it is damaged (`LOG_DAMAGED`): a page before ends there.
 */
export async function pageOfEvents(
  pool: Pool,
  after: Place,
  first: number,
  wants: Wants,
): Promise<PoolEventConnection> {
  const found: StreamedEvent[] = [];
  const isWhole = after.parts === WHOLE || after.position === 0;
  let position = isWhole ? after.position : after.position - 1;
  let skipParts = isWhole ? 0 : after.parts;
  pool.feed.require(after.position, position + 1);
  let endPlace: Place = after;
  const end = Math.min(pool.feed.last, position + MOST_SCANNED);
  while (position < end) {
    const isDamaged = pool.feed.gapAt(position + 1) !== null;
    if (isDamaged && position > after.position) return page(pool, found, endPlace, true);
    for (const moment of await pool.feed.read(position, Math.min(CHUNK, end - position))) {
      for (const event of publicEvents(moment)) {
        if (event.part < skipParts || !wants(event)) continue;
        if (found.length === first) return page(pool, found, endPlace, true);
        found.push({ ...event, missedBefore: 0 });
        endPlace = { position: moment.record.position, parts: event.part + 1 };
      }
      skipParts = 0;
      position = moment.record.position;
      if (found.length < first) endPlace = { position, parts: WHOLE };
    }
    await turn();
  }
  return page(pool, found, endPlace, position < pool.feed.last);
}

function page(pool: Pool, found: readonly StreamedEvent[], end: Place, hasNextPage: boolean): PoolEventConnection {
  const nodes = found.map((event) => new PoolEvent(new MomentAround(pool, event.moment), event));
  return { nodes, endCursor: encodeCursor(pool.logId, end), hasNextPage };
}
