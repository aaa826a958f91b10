import type { ExecutionResult } from 'graphql';
import { type EventStream, type Place, WHOLE } from '../../engine/event-stream.js';
import type { LogView } from '../../graphql/streams/log-view.js';
import type { Answer, GroupMember } from './group.js';
import { bytesOf, textFrameHead } from './frame.js';
import type { Subscriber } from './subscriber.js';

type Result = IteratorResult<ExecutionResult, undefined>;

/** Puts a member into its group; the function it gives takes it out. */
export type Join = (member: GroupMember) => () => void;

/**
 * One subscription to a view of the log. As long as it is behind it reads by itself, and `next` gives its results. Once it
 * has caught up, and all of that has left, it joins its group at exactly that position: `next` waits, and the group's
 * messages go straight to the socket. If the socket cannot keep up it leaves the group, before a batch, and reads on from
 * there by itself.
 */
export class Member implements AsyncIterableIterator<ExecutionResult, undefined>, GroupMember {
  readonly #view: LogView;
  readonly #outlet: Subscriber['outlet'];
  readonly #head: string;
  readonly #resultOf: (root: unknown) => ExecutionResult | Promise<ExecutionResult>;
  readonly #join: Join;
  /** While it is in the group: where it was when it joined. */
  #reading: EventStream;
  #leave: ((place: Place, failure?: Error) => void) | null = null;
  #isOver = false;

  constructor(
    view: LogView,
    { id, outlet }: Subscriber,
    resultOf: (root: unknown) => ExecutionResult | Promise<ExecutionResult>,
    join: Join,
  ) {
    this.#view = view;
    this.#outlet = outlet;
    this.#head = bytesOf(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    this.#resultOf = resultOf;
    this.#join = join;
    this.#reading = view.events;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Asked only when what it gave before has left: else the group's messages could overtake it. */
  async next(): Promise<Result> {
    while (!this.#isDone()) {
      if (this.#reading.hasCaughtUp) {
        const place = await this.#share();
        if (!this.#isDone()) this.#reading = this.#reading.after(place);
        continue;
      }
      const event = await this.#reading.nextSoFar();
      if (event === null) continue;
      const value = await this.#resultOf(this.#view.show(event));
      // Its id may be in use again by now.
      if (!this.#isDone()) return { done: false, value };
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<Result> {
    this.#isOver = true;
    this.#leave?.(this.#joinedAt);
    await this.#reading.return();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<Result> {
    await this.return();
    throw error;
  }

  take(answers: readonly Answer[]): boolean {
    const { position } = this.#reading;
    const unread = answers.filter((answer) => answer.position > position);
    const [first] = unread;
    if (first === undefined) return false;
    if (this.#outlet.isBehind) {
      this.#leave?.(first.before);
      return false;
    }
    this.#outlet.push(this.#framesOf(unread));
    return true;
  }

  fail(error: Error): void {
    this.#leave?.(this.#joinedAt, error);
  }

  #framesOf(answers: readonly Answer[]): string {
    let frames = '';
    for (const { tail } of answers) frames += textFrameHead(this.#head.length + tail.length) + this.#head + tail;
    return frames;
  }

  get #joinedAt(): Place {
    return { position: this.#reading.position, parts: WHOLE };
  }

  /** Resolves, with where to read on, when it has left the group again; rejects if that breaks. */
  #share(): Promise<Place> {
    return new Promise((resolve, reject) => {
      const leave = this.#join(this);
      this.#leave = (place, failure) => {
        this.#leave = null;
        leave();
        if (failure === undefined) resolve(place);
        else reject(failure);
      };
    });
  }

  /** Asked again after each wait: `return` may have come in between. */
  #isDone(): boolean {
    return this.#isOver;
  }
}
