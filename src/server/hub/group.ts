import { setImmediate as turn } from 'node:timers/promises';
import type { Position } from '../../core/record.js';
import { type EventStream, type Place, type StreamedEvent, WHOLE } from '../../engine/event-stream.js';

/** One event, answered. */
export interface Answer {
  /** Of its record. */
  readonly position: Position;
  /** Where a reader stands who has been given everything up to it. */
  readonly before: Place;
  /** The result. */
  readonly json: string;
}

export interface GroupMember {
  /** Takes them, or leaves the group instead. */
  take(answers: readonly Answer[]): void;
  /** The group's source has broken. */
  fail(error: unknown): void;
}

/** Answered before they are written, and written to a member at once. */
const MOST_AT_ONCE = 32;
/** Sockets written to between two turns of the event loop: a millisecond or two. */
const SLICE = 256;

/** Subscriptions that are answered alike: each event is executed and serialised once, and written to all. */
export class Group {
  readonly #events: EventStream;
  readonly #answer: (event: StreamedEvent) => Promise<string>;
  readonly #members = new Set<GroupMember>();

  /** `events` has caught up: all members join there or later. */
  constructor(events: EventStream, answer: (event: StreamedEvent) => Promise<string>) {
    this.#events = events;
    this.#answer = answer;
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
      for (let first = await this.#events.next(); first.done !== true; first = await this.#events.next()) {
        const events = [first.value, ...this.#events.takeReady(MOST_AT_ONCE - 1)];
        const answers: Answer[] = [];
        for (const event of events) {
          const { position } = event.moment.record;
          answers.push({ position, before: placeBefore(event), json: await this.#answer(event) });
        }
        await this.#deliver(answers);
      }
    } catch (error) {
      for (const member of this.#members) member.fail(error);
    }
  }

  /** Whoever joins meanwhile comes last, and whoever leaves is passed over: the set is walked as it is. */
  async #deliver(answers: readonly Answer[]): Promise<void> {
    let written = 0;
    for (const member of this.#members) {
      member.take(answers);
      if ((written += 1) % SLICE === 0) await turn();
    }
  }
}

function placeBefore({ moment, part }: StreamedEvent): Place {
  const { position } = moment.record;
  return part === 0 ? { position: position - 1, parts: WHOLE } : { position, parts: part };
}
