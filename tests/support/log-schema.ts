import {
  GraphQLID,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  type GraphQLFieldConfigArgumentMap,
} from 'graphql';
import { Rejection } from '../../src/core/rejection.js';
import { decodeCursor, encodeCursor } from '../../src/engine/cursor.js';
import { EventStream, type StreamedEvent, WHOLE } from '../../src/engine/event-stream.js';
import type { Pool } from '../../src/engine/pool.js';
import { LogView } from '../../src/graphql/streams/log-view.js';
import { submit } from './pool.js';

export interface EventsArgs {
  readonly after?: string | null;
  readonly kinds?: readonly string[] | null;
}

/** The smallest schema over a real log that has everything a protocol can meet. */
export function logSchema(pool: Pool, open: Set<Ticks> = new Set(), onEvent = (): unknown => null): GraphQLSchema {
  const text = { type: new GraphQLNonNull(GraphQLString) };
  const args: GraphQLFieldConfigArgumentMap = {
    after: { type: GraphQLString },
    kinds: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) },
  };
  const Event = new GraphQLObjectType<StreamedEvent, { readonly principal?: { readonly name: string } | null }>({
    name: 'Event',
    fields: {
      cursor: { ...text, resolve: ({ moment, part }) => cursorOf(pool, moment.record.position, part + 1) },
      name: { ...text, resolve: ({ kind, name }) => `${kind} ${name}` },
      echo: { ...text, args: { of: { type: GraphQLString } }, resolve: (_event, { of }: { of?: string }) => of ?? '' },
      reader: { ...text, resolve: (_event, _args, { principal }) => principal?.name ?? 'nobody' },
      missedBefore: { type: new GraphQLNonNull(GraphQLInt) },
      refused: { type: GraphQLString, resolve: () => refuse('not this field') },
    },
  });
  return new GraphQLSchema({
    query: new GraphQLObjectType({
      name: 'Query',
      fields: {
        hello: { ...text, resolve: () => 'hello' },
        refused: { type: GraphQLString, resolve: () => refuse('no') },
      },
    }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: { submit: { type: new GraphQLNonNull(GraphQLID), resolve: () => submit(pool) } },
    }),
    subscription: new GraphQLObjectType<unknown>({
      name: 'Subscription',
      fields: {
        events: {
          type: new GraphQLNonNull(Event),
          args,
          subscribe: (_root, given: EventsArgs) => eventsOf(pool, given),
          resolve: (event) => {
            onEvent();
            return event;
          },
        },
        ticks: {
          type: new GraphQLNonNull(GraphQLInt),
          args: { count: { type: new GraphQLNonNull(GraphQLInt) } },
          subscribe: (_root, { count }: { count: number }) => new Ticks(count, open),
          resolve: (tick) => tick,
        },
        refused: { type: GraphQLString, subscribe: () => refuse('not today') },
      },
    }),
  });
}

function eventsOf(pool: Pool, { after, kinds }: EventsArgs): LogView<StreamedEvent> {
  const place = after == null ? { position: pool.view.position, parts: WHOLE } : decodeCursor(pool.logId, after);
  const stream = new EventStream(pool.feed, place, ({ kind }) => kinds?.includes(kind) ?? true);
  return new LogView(stream, (event) => event);
}

export function cursorOf(pool: Pool, position: number, parts: number): string {
  return encodeCursor(pool.logId, { position, parts });
}

function refuse(message: string): never {
  throw new Rejection('INVALID_STATE', message);
}

/** What shows no log: counts from 1, then waits for ever if `count` is negative, else ends. It is in `open` until it has. */
export class Ticks implements AsyncIterableIterator<number> {
  readonly #count: number;
  readonly #open: Set<Ticks>;
  #given = 0;
  #end: () => void = () => undefined;
  readonly ended: Promise<void>;

  constructor(count: number, open: Set<Ticks>) {
    this.#count = count;
    this.#open = open;
    this.#open.add(this);
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<number>> {
    if (this.#given < Math.abs(this.#count)) return { done: false, value: (this.#given += 1) };
    if (this.#count < 0) await this.ended;
    return this.return();
  }

  return(): Promise<IteratorResult<number>> {
    this.#open.delete(this);
    this.#end();
    return Promise.resolve({ done: true, value: undefined });
  }

  async throw(error: unknown): Promise<IteratorResult<number>> {
    await this.return();
    throw error;
  }
}
