import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
  parse,
} from 'graphql';
import type { Pool } from '../../src/engine/pool.js';
import { Hub } from '../../src/server/hub/hub.js';
import { publicEvents } from '../../src/views/public-event.js';
import { MemoryLine } from '../support/memory-line.js';
import { cursorOf, logSchema } from '../support/log-schema.js';
import { init, openPool, submit, type TestPoolOptions, workThrough } from '../support/pool.js';

const EVENTS = parse(`
  subscription ($after: String, $kinds: [String!]) { events(after: $after, kinds: $kinds) { cursor missedBefore reader } }
`);

interface Variables {
  readonly after?: string | null;
  readonly kinds?: readonly string[] | null;
  readonly [name: string]: unknown;
}

interface JoinOptions {
  readonly document?: DocumentNode;
  readonly scope?: string | null;
  /** Of another reader, for a second subscription on the same socket. */
  readonly line?: MemoryLine | undefined;
}

/** One subscription, read as graphql-ws reads it. */
class Reader {
  readonly id: string;
  readonly line: MemoryLine;
  /** Where it began. */
  readonly after: string;
  readonly kinds: readonly string[] | null;
  hasLeft = false;
  failure: unknown = null;
  #source: AsyncIterable<unknown> | null = null;

  constructor(id: string, line: MemoryLine, after: string, kinds: readonly string[] | null) {
    this.id = id;
    this.line = line;
    this.after = after;
    this.kinds = kinds;
  }

  get payloads(): MemoryLine['messages'][number]['payload'][] {
    return this.line.messages.filter(({ id }) => id === this.id).map(({ payload }) => payload);
  }

  get cursors(): readonly string[] {
    return this.payloads.map(({ data }) => data.events.cursor);
  }

  async read(source: AsyncIterable<unknown>): Promise<void> {
    this.#source = source;
    for await (const payload of source) await this.line.send(JSON.stringify({ id: this.id, type: 'next', payload }));
  }

  async leave(): Promise<void> {
    this.hasLeft = true;
    await this.#source?.[Symbol.asyncIterator]().return?.();
  }
}

class World {
  readonly pool: Pool;
  readonly schema: GraphQLSchema;
  readonly readers: Reader[] = [];
  executions = 0;
  /** Of every execution from now on. */
  failure: Error | null = null;
  /** Turns of the event loop that each execution takes. */
  delays: readonly number[] = [0];
  /** Streams that wait for the log. */
  readonly waiting = new Set<() => void>();
  readonly #hub: Hub;

  constructor(pool: Pool) {
    this.pool = pool;
    this.schema = logSchema(pool);
    this.#hub = new Hub({
      prepare: (args) => (rootValue) => this.#execute({ ...args, rootValue }),
      shown: ({ data }) => ({ data: data ?? null }),
    });
    const { feed } = pool;
    const onMore = feed.onMore.bind(feed);
    feed.onMore = (wake) => {
      this.waiting.add(wake);
      const stop = onMore(wake);
      return () => {
        this.waiting.delete(wake);
        stop();
      };
    };
  }

  static async open({ size = 0, ...options }: TestPoolOptions & { readonly size?: number } = {}): Promise<World> {
    const { pool } = await openPool(options);
    await pool.execute(init(size));
    return new World(pool);
  }

  async join(
    variableValues: Variables = {},
    { document = EVENTS, scope = null, line = new MemoryLine() }: JoinOptions = {},
  ): Promise<Reader> {
    const { after, kinds = null } = variableValues;
    const reader = new Reader(
      `reader "${String(this.readers.length)}"`,
      line,
      after ?? cursorOf(this.pool, this.pool.view.position, 9),
      kinds,
    );
    const source = await this.#hub.subscribe({
      ...{ schema: this.schema, document, variableValues },
      contextValue: { principal: scope === null ? null : { name: scope } },
      subscriber: { id: reader.id, outlet: line, scope },
    });
    if (!(Symbol.asyncIterator in source)) throw source.errors?.[0] ?? new Error('no stream');
    this.readers.push(reader);
    reader.read(source).catch((error: unknown) => (reader.failure = error));
    return reader;
  }

  /** Every cursor that a reader who begins there is to see, up to now. */
  async due({ after, kinds }: Reader): Promise<readonly string[]> {
    const all = await this.places();
    const from = all.findIndex(({ cursor }) => cursor === after) + 1;
    const [, position] = Buffer.from(after, 'base64url').toString().split(':').map(Number);
    return all
      .filter((place, index) => (from > 0 ? index >= from : place.position > position!))
      .filter(({ kind }) => kinds?.includes(kind) ?? true)
      .map(({ cursor }) => cursor);
  }

  /** All events of the log. */
  async places(): Promise<readonly { readonly cursor: string; readonly kind: string; readonly position: number }[]> {
    const moments = await this.pool.feed.read(0, 100_000);
    const more = moments.length > 0 ? await this.pool.feed.read(moments.at(-1)!.record.position, 100_000) : [];
    return [...moments, ...more].flatMap((moment) =>
      publicEvents(moment).map(({ part, kind }) => {
        const { position } = moment.record;
        return { cursor: cursorOf(this.pool, position, part + 1), kind, position };
      }),
    );
  }

  /** Lets everything happen that can. */
  async settle(isSettled: () => boolean): Promise<void> {
    for (let turns = 0; turns < 20_000 && !isSettled(); turns += 1) await turn();
  }

  async #execute(args: ExecutionArgs): Promise<ExecutionResult> {
    const delay = this.delays[(this.executions += 1) % this.delays.length]!;
    for (let turns = 0; turns < delay; turns += 1) await turn();
    if (this.failure !== null) throw this.failure;
    return execute(args);
  }
}

describe('the hub', () => {
  it('executes an event once for all who ask the same, wherever they began', async () => {
    const world = await World.open();
    await submit(world.pool);
    const first = (await world.places())[0]!.cursor;
    for (let index = 0; index < 50; index += 1) await world.join({ after: index % 2 === 0 ? first : null });
    await world.settle(() =>
      world.readers.every(({ payloads }, index) => payloads.length === (index % 2 === 0 ? 2 : 0)),
    );
    await turn();
    const before = world.executions;
    for (let time = 0; time < 10; time += 1) await submit(world.pool);
    await world.settle(() => world.readers.every(({ payloads }) => payloads.length >= 20));
    expect(world.executions - before).toBe(20);
    for (const reader of world.readers) expect(reader.cursors).toEqual(await world.due(reader));
    await world.pool.close();
  });

  it.each([
    ['in variables', [{ variables: { kinds: ['TASK'] } }, { variables: { kinds: ['TASK', 'POOL'] } }]],
    ['in who they are', [{ scope: 'a' }, { scope: 'b' }]],
    ['in the document', [{}, { document: parse('subscription { events { cursor } }') }]],
  ])('executes an event for each where they differ %s', async (_what, readers) => {
    const world = await World.open();
    for (const { variables, ...options } of readers as { variables?: Variables }[])
      await world.join(variables, options);
    await turn();
    await submit(world.pool);
    await world.settle(() => world.readers.every(({ payloads }) => payloads.length === 2));
    expect(world.executions).toBe(4);
    await world.pool.close();
  });

  it('shows nobody the answer of another', async () => {
    const world = await World.open();
    const scopes = ['a', 'b', null, 'a'];
    for (const scope of scopes) await world.join({}, { scope });
    await turn();
    await submit(world.pool);
    await world.settle(() => world.readers.every(({ payloads }) => payloads.length === 2));
    const shown = world.readers.map(({ payloads }) => payloads.map(({ data }) => data.events.reader));
    expect(shown).toEqual(scopes.map((scope) => [scope ?? 'nobody', scope ?? 'nobody']));
    await world.pool.close();
  });

  it('does not share with those who show where they began', async () => {
    const world = await World.open();
    const document = parse('subscription ($after: String) { events(after: $after) { cursor echo(of: $after) } }');
    const [start] = await world.places();
    await world.join({ after: start!.cursor }, { document });
    await world.join({ after: null }, { document });
    await turn();
    await submit(world.pool);
    await world.settle(() => world.readers.every(({ payloads }) => payloads.length >= 2));
    const echoes = world.readers.map(({ payloads }) => (payloads.at(-1)!.data.events as { echo?: string }).echo);
    expect(echoes).toEqual([start!.cursor, '']);
    await world.pool.close();
  });

  it('gives others their turn while it writes to very many', async () => {
    const world = await World.open();
    for (let index = 0; index < 1_000; index += 1) await world.join();
    await turn();
    await submit(world.pool);
    const reached = (): number => world.readers.filter(({ payloads }) => payloads.length > 0).length;
    await world.settle(() => reached() > 0);
    expect(reached()).toBeLessThan(500);
    // Who leaves now is told nothing more, and who comes now nothing of before.
    const [last] = world.readers.slice(-1);
    await last!.leave();
    const late = await world.join();
    await world.settle(() => reached() === 999);
    await submit(world.pool);
    await world.settle(() =>
      world.readers.every((reader) => reader === last || reader === late || reader.payloads.length === 4),
    );
    await world.settle(() => late.payloads.length === 2);
    expect(last!.payloads).toEqual([]);
    expect(late.cursors).toEqual(await world.due(late));
    await world.pool.close();
  });

  it('leaves who cannot keep up to itself, and takes it back at the very place', async () => {
    const world = await World.open();
    const slow = await world.join();
    const quick = await world.join();
    await turn();
    slow.line.stall();
    for (let time = 0; time < 50; time += 1) await submit(world.pool);
    await world.settle(() => quick.payloads.length === 100);
    expect(slow.line.held).toBeLessThan(20);
    slow.line.flow();
    await world.settle(() => slow.payloads.length === 100);
    await turn();
    const before = world.executions;
    await submit(world.pool);
    await world.settle(() => world.readers.every(({ payloads }) => payloads.length === 102));
    expect(world.executions - before).toBe(2);
    for (const reader of world.readers) expect(reader.cursors).toEqual(await world.due(reader));
    await world.pool.close();
  });

  it('tells each of a group that its source has broken, and begins anew for whoever comes then', async () => {
    const world = await World.open();
    const broken = [await world.join(), await world.join()];
    await turn();
    world.failure = new Error('swordfish');
    await submit(world.pool);
    await world.settle(() => broken.every(({ failure }) => failure !== null));
    expect(broken.map(({ failure }) => failure)).toEqual([world.failure, world.failure]);
    expect(world.waiting.size).toBe(0);
    world.failure = null;
    const reader = await world.join();
    await submit(world.pool);
    await world.settle(() => reader.payloads.length === 2);
    expect(reader.cursors).toEqual(await world.due(reader));
    await world.pool.close();
  });

  it('gives each reader every event once and in order, whoever comes, goes, stalls and resumes', async () => {
    const KINDS = [null, ['TASK'], ['AGENT']] as const;
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('publish' as const), count: fc.integer({ min: 1, max: 3 }) }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          ...{ do: fc.constant('join' as const), kinds: fc.nat(2) },
          ...{ from: fc.option(fc.double({ min: 0, max: 1, noNaN: true })), beside: fc.option(fc.nat()) },
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('leave' as const), who: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('stall' as const), who: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('flow' as const), who: fc.nat() }) },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant('wait' as const),
          turns: fc.oneof(fc.nat(3), fc.constant(40)),
          steps: fc.nat(8),
        }),
      },
    );
    const delays = fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3)), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40, size: 'max' }), delays, async (steps, some) => {
        const world = await World.open({ feedCapacity: 8, size: 1 });
        world.delays = some;
        const at = (who: number): Reader | undefined => world.readers[who % Math.max(1, world.readers.length)];
        for (const one of steps) {
          if (one.do === 'publish') await Promise.all(Array.from({ length: one.count }, () => publish(world)));
          if (one.do === 'join') {
            const places = await world.places();
            const place = one.from === null ? undefined : places[Math.floor(one.from * (places.length - 1))];
            const line = one.beside === null ? undefined : at(one.beside)?.line;
            await world.join({ after: place?.cursor ?? null, kinds: KINDS[one.kinds]! }, { line });
          }
          if (one.do === 'leave') void at(one.who)?.leave();
          if (one.do === 'stall') at(one.who)?.line.stall();
          if (one.do === 'flow') at(one.who)?.line.flow();
          if (one.do === 'wait') {
            for (let turns = 0; turns < one.turns; turns += 1) await turn();
            for (let count = 0; count < one.steps; count += 1) await Promise.resolve();
          }
        }
        for (const { line } of world.readers) line.flow();
        await publish(world);
        const due = await Promise.all(world.readers.map((reader) => world.due(reader)));
        await world.settle(() =>
          world.readers.every(({ hasLeft, payloads }, index) => hasLeft || payloads.length >= due[index]!.length),
        );
        for (const [index, reader] of world.readers.entries()) {
          const { cursors, hasLeft } = reader;
          expect(cursors).toEqual(hasLeft ? due[index]!.slice(0, cursors.length) : due[index]);
          await reader.leave();
        }
        await turn();
        expect(world.waiting.size).toBe(0);
        await world.pool.close();
      }),
      { numRuns: 100 },
    );
  });
});

/** A few events of all kinds. */
async function publish({ pool }: World): Promise<void> {
  await workThrough(pool, 1);
  await pool.execute({ type: 'PausePool' });
  await pool.execute({ type: 'ResumePool' });
}
