import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
} from 'graphql';
import { type StreamedEvent, WHOLE } from '../../engine/event-stream.js';
import { LogView } from '../../graphql/streams/log-view.js';
import { ResultStream } from '../execution/result-stream.js';
import { Group, type GroupMember, type OnDelivered } from './group.js';
import { groupKey } from './group-key.js';
import { Member } from './member.js';
import type { SubscriptionArgs } from './subscriber.js';

export interface HubOptions {
  /** Executes an operation with one event after the other. */
  readonly prepare: (args: ExecutionArgs) => (rootValue: unknown) => ExecutionResult | Promise<ExecutionResult>;
  /** A result as all may see it. */
  readonly shown: (result: ExecutionResult, args: ExecutionArgs) => FormattedExecutionResult;
  /** For figures; of those that share the work. */
  readonly onDelivered?: OnDelivered;
}

/**
 * Subscriptions over sockets. Those that ask the same of the same log share the work as long as they keep up with it; any
 * other is answered by itself.
 */
export class Hub {
  readonly #options: HubOptions;
  readonly #groups = new Map<string, Group>();

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** As graphql-js subscribes, but that a member's results may reach its socket without passing through the iterator. */
  async subscribe({
    subscriber,
    ...args
  }: SubscriptionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
    const source = await createSourceEventStream(args);
    if (!isIterable(source)) return source;
    const resultOf = this.#options.prepare(args);
    if (!(source instanceof LogView)) return new ResultStream(source, resultOf);
    const key = groupKey(args, source.events.feed, subscriber.scope);
    return new Member(source, subscriber, resultOf, (member) => this.#join(key, member, source, args));
  }

  /** The function it gives takes the member out again. */
  #join(key: string, member: GroupMember, view: LogView, args: ExecutionArgs): () => void {
    const group = this.#groups.get(key) ?? this.#open(key, view, args);
    group.add(member);
    return () => {
      if (group.delete(member)) this.#groups.delete(key);
    };
  }

  #open(key: string, view: LogView, args: ExecutionArgs): Group {
    const { prepare, shown, onDelivered = () => undefined } = this.#options;
    const resultOf = prepare(args);
    const { events, show } = view;
    const end = events.after({ position: events.feed.last, parts: WHOLE });
    const answer = async (event: StreamedEvent) => JSON.stringify(shown(await resultOf(show(event)), args));
    const group = new Group(end, answer, onDelivered);
    this.#groups.set(key, group);
    return group;
  }
}

function isIterable(source: AsyncIterable<unknown> | ExecutionResult): source is AsyncIterable<unknown> {
  return Symbol.asyncIterator in source;
}
