import { setImmediate as turn } from 'node:timers/promises';
import type { Position } from '../../core/record.js';
import { type EventStream, type Place, type StreamedEvent, WHOLE } from '../../engine/event-stream.js';

import { bytesOf } from './frame.js';

/** One event, answered. */
export interface Answer {
  /** Of its record. */
  readonly position: Position;
  /** Where a reader stands who has been given everything up to it. */
  readonly before: Place;
  /** Its message from the payload on, which is the same for all; as bytes. */
  readonly tail: string;
}

export interface GroupMember {
  /** Takes them, or leaves the group instead; whether they were written to its socket. */
  take(answers: readonly Answer[]): boolean;
  /** The group's source has broken. */
  fail(error: Error): void;
}

/** A message has been handed to so many sockets, so long after the commit of its event. */
export type OnDelivered = (ms: number, sockets: number) => void;

/** Of answers that are written to a member at once. */
const ENOUGH_BYTES = 8 * 1024;
/** Sockets written to between two turns of the event loop: a millisecond or two. */
const SLICE = 256;

/** Subscriptions that are answered alike: each event is executed and serialised once, and written to all. */
export class Group {
  readonly #events: EventStream;
  readonly #answer: (event: StreamedEvent) => Promise<string>;
  readonly #onDelivered: OnDelivered;
  readonly #members = new Set<GroupMember>();

  /** `events` has caught up: all members join there or later. */
  constructor(events: EventStream, answer: (event: StreamedEvent) => Promise<string>, onDelivered: OnDelivered) {
    this.#events = events;
    this.#answer = answer;
    this.#onDelivered = onDelivered;
    void this.#run();
  }

  /** One that has caught up with the log. It is given what follows, and may be given some of what came before. */
  add(member: GroupMember): void {
    this.#members.add(member);
  }

  /** Whether that was the last one; the group has then ended. */
  delete(member: GroupMember): boolean {
    this.#members.delete(member);
    if (this.#members.size > 0) return false;
    void this.#events.return();
    return true;
  }

  async #run(): Promise<void> {
    try {
      for (let next = await this.#events.next(); next.done !== true; next = await this.#events.next()) {
        await this.#deliver(await this.#answersFrom(next.value));
        // A long backlog must not keep the event loop; and what happens meanwhile leaves with the next in one write.
        await turn();
      }
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      for (const member of this.#members) member.fail(failure);
    }
  }

  /** To this event, and to those that have happened by now. */
  async #answersFrom(first: StreamedEvent): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let bytes = 0;
    for (let event: StreamedEvent | null = first; event !== null;) {
      const tail = bytesOf(`${await this.#answer(event)}}`);
      answers.push({ position: event.moment.record.position, before: placeBefore(event), tail });
      bytes += tail.length;
      event = bytes < ENOUGH_BYTES ? this.#events.takeReady() : null;
    }
    return answers;
  }

  /** Whoever joins meanwhile comes last, and whoever leaves is passed over: the set is walked as it is. */
  async #deliver(answers: readonly Answer[]): Promise<void> {
    let sockets = 0;
    let asked = 0;
    for (const member of this.#members) {
      if (member.take(answers)) sockets += 1;
      if ((asked += 1) % SLICE !== 0) continue;
      this.#tell(answers, sockets);
      sockets = 0;
      await turn();
    }
    this.#tell(answers, sockets);
  }

  /** Once for a slice, for a figure must not cost what a message does. */
  #tell(answers: readonly Answer[], sockets: number): void {
    if (sockets === 0) return;
    for (const { position } of answers) {
      const ms = this.#events.feed.sinceCommitMs(position);
      if (ms !== null) this.#onDelivered(ms, sockets);
    }
  }
}

function placeBefore({ moment, part }: StreamedEvent): Place {
  const { position } = moment.record;
  return part === 0 ? { position: position - 1, parts: WHOLE } : { position, parts: part };
}
