import type { EventStream, StreamedEvent } from '../../engine/event-stream.js';
import { MappedStream } from './mapped-stream.js';

/**
 * A subscription that shows nothing but the log: whoever asks for the same, at whatever time, is shown the same. So a
 * server may read it by itself, or read `events` once for many.
 */
export class LogView<Item = unknown> implements AsyncIterable<Item> {
  readonly events: EventStream;
  readonly show: (event: StreamedEvent) => Item;

  constructor(events: EventStream, show: (event: StreamedEvent) => Item) {
    this.events = events;
    this.show = show;
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    return new MappedStream(this.events, this.show);
  }
}
