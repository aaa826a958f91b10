import { decodeCursor } from '../../engine/cursor.js';
import { WHOLE, type Place } from '../../engine/event-stream.js';
import type { Pool } from '../../engine/pool.js';

/** The place of a cursor in the log of `pool`; refuses one that the log does not reach (`CURSOR_EXPIRED`). */
export function requirePlace(pool: Pool, after: string): Place {
  const place = decodeCursor(pool.logId, after);
  // A reader that goes on within a record needs that record; all must lie within the log.
  pool.feed.require(place.position);
  if (place.parts !== WHOLE) pool.feed.require(Math.max(0, place.position - 1));
  return place;
}
