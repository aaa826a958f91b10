import { Int, InterfaceType } from 'type-graphql';
import { encodeCursor } from '../../engine/cursor.js';
import type { StreamedEvent } from '../../engine/event-stream.js';
import type { Around } from '../around.js';
import { Documented } from '../documented.js';
import { Cursor, DateTime } from '../scalars.js';

@InterfaceType({ description: 'What all events have in common.' })
export abstract class StreamItem {
  protected readonly event: StreamedEvent;
  protected readonly around: Around;

  /** `around` is the event's own moment. */
  constructor(around: Around, event: StreamedEvent) {
    this.event = event;
    this.around = around;
  }

  @Documented(() => Cursor, 'The place right behind this event: give it as `after` to go on from here.')
  get cursor(): string {
    const { part, moment } = this.event;
    return encodeCursor(this.around.logId, { position: moment.record.position, parts: part + 1 });
  }

  @Documented(() => DateTime, 'When it happened.')
  get occurredAt(): number {
    return this.event.moment.record.atMs;
  }

  @Documented(
    () => Int,
    'Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far.',
  )
  get missedBefore(): number {
    return this.event.missedBefore;
  }
}
