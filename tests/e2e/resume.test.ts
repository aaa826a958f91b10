import { describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PoolClient } from '../support/client.js';
import { startServer } from '../support/server.js';

interface Line {
  readonly poolEvents: {
    readonly cursor: string;
    readonly missedBefore: number;
    readonly kind: string;
    readonly name: string;
    readonly task: { readonly id: string; readonly status: string } | null;
  };
}
const EVENTS =
  'subscription ($after: Cursor) { poolEvents(after: $after) { cursor missedBefore kind name task { id status } } }';

/** Small and repeatable, so that a failure can be run again. */
function* numbers(seed: number): Generator<number> {
  for (let x = seed; ;) {
    x = (x * 1_103_515_245 + 12_345) % 2 ** 31;
    yield x;
  }
}

describe('a subscriber that loses its socket at random and resumes from its cursor', () => {
  it('sees every event once and in order, over a kill and restart of the server too', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'resume-'));
    let server = await startServer({ dataDir });
    let client = new PoolClient(server.url);
    const start = await client.cursor();
    const seen: Line['poolEvents'][] = [];
    const random = numbers(7);
    let cursor = start;

    /** Reads until so many tasks are done, cutting the socket after a few events again and again. */
    const readUntil = async (completed: number): Promise<void> => {
      for (let done = 0; done < completed;) {
        const stream = client.subscribe<Line>(EVENTS, { after: cursor });
        const patience = ((random.next().value as number) % 40) + 1;
        for (let n = 0; n < patience && done < completed; n += 1) {
          const { poolEvents: event } = await stream.next();
          seen.push(event);
          cursor = event.cursor;
          done = seen.filter(({ kind, name }) => kind === 'TASK' && name === 'COMPLETED').length;
        }
        stream.cut();
      }
    };
    const load = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await client.submit({ payload: { text: String(i) } });
    };

    try {
      await Promise.all([load(60), readUntil(60)]);
      await load(40);
      await server.kill();
      server = await startServer({ dataDir });
      client = new PoolClient(server.url);
      await Promise.all([load(20), readUntil(120)]);

      // What the log itself says, asked in pages over HTTP.
      const all: Line['poolEvents'][] = [];
      for (let after = start; ;) {
        const { events } = await client.ask<{
          events: { nodes: Line['poolEvents'][]; endCursor: string | null; hasNextPage: boolean };
        }>(
          'query ($after: Cursor) { events(after: $after, first: 200) { nodes { cursor missedBefore kind name task { id status } } endCursor hasNextPage } }',
          { after },
        );
        all.push(...events.nodes);
        if (!events.hasNextPage) break;
        after = events.endCursor ?? after;
      }
      expect(seen.every(({ missedBefore }) => missedBefore === 0)).toBe(true);
      expect(new Set(seen.map((event) => event.cursor)).size).toBe(seen.length);
      expect(seen).toEqual(all.slice(0, seen.length));
      await server.stop();
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
