import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execute, type GraphQLObjectType, parse, subscribe, validate } from 'graphql';
import { ANYBODY } from '../../../src/server/quotas/client.js';
import { createSchema } from '../../../src/graphql/schema.js';
import { Service } from '../../graphql/service.js';
import { randomOperation } from '../../support/random-documents.js';
import { type InProcessServer, startInProcess } from '../in-process-server.js';
import { post, TestSocket } from '../transports.js';

const RUNS = Number(process.env['RUNS'] ?? 150);

let service: Service;
let server: InProcessServer;
let socket: TestSocket;
let known: Readonly<Record<string, readonly unknown[]>>;
let asked = 0;

beforeAll(async () => {
  service = await Service.open({ size: 3 });
  const pool = service.coordinator.requirePool('default');
  const start = pool.view.position;
  for (let index = 0; index < 6; index += 1) await service.submit({ payload: { index, text: 'é "\u2028\\' } });
  const [first, second] = pool.view.tasks.keys();
  await pool.execute({ type: 'CompleteTask', taskId: first!, leaseToken: null, result: [1, null] });
  await pool.execute({ type: 'CancelTask', taskId: second!, reason: 'no more' });
  expect(pool.view.position).toBeGreaterThan(start);
  const ids = [...pool.view.tasks.keys(), ...pool.view.agents.keys()];
  known = { id: ids, agentId: ids, pool: ['default'], name: ['default'] };
  server = await startInProcess(service, 'lane');
  socket = await TestSocket.open(server.url);
  await socket.acknowledge();
});
afterAll(async () => {
  socket.close();
  await server.close();
  await service.close();
});

/** The first message for an operation, and whether it was a result or nothing but errors. */
async function overSocket(payload: unknown): Promise<unknown> {
  asked += 1;
  const id = String(asked);
  socket.send({ id, type: 'subscribe', payload });
  const answer = await socket.message((message) => message.id === id);
  if (answer.type === 'next') await socket.message((message) => message.id === id);
  return answer.type === 'error' ? { errors: answer.payload } : answer.payload;
}

it('answers documents made at random from the schema as graphql-js does, over HTTP and WebSocket, each time', async () => {
  const schema = createSchema();
  const { operations } = server;
  const seen = { data: 0, refused: 0, errors: 0 };
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const operation = randomOperation(schema, schema.getQueryType() as GraphQLObjectType, seed, {
        known,
        without: ['Pool.isolationReport', 'Query.events'],
      });
      const verdict = operations.admit(operation, ANYBODY);
      const document = parse(operation.query);
      const reference =
        verdict.errors === undefined
          ? operations.publicResult(
              await execute({
                ...{ schema, document, contextValue: service.context },
                variableValues: operation.variables,
              }),
              '',
            )
          : { errors: verdict.errors };
      const text = JSON.stringify(reference);
      for (let time = 0; time < 3; time += 1) expect((await post(server.url, operation)).text).toBe(text);
      expect(JSON.stringify(await overSocket(operation))).toBe(text);
      if (verdict.errors !== undefined || validate(schema, document).length > 0) seen.refused += 1;
      else if (reference.errors === undefined) seen.data += 1;
      else seen.errors += 1;
    }),
    { numRuns: RUNS },
  );
  expect(seen.data).toBeGreaterThan(RUNS / 5);
  expect(seen.errors).toBeGreaterThan(0);
});

it('gives each event of a subscription as graphql-js does', async () => {
  const { data } = await service.result('{ pool { earliestCursor } }');
  const { earliestCursor } = data!['pool'] as { readonly earliestCursor: string };
  const all = `subscription ($isShort: Boolean!, $after: Cursor) {
    poolEvents(after: $after) {
      ...Item cursor occurredAt missedBefore kind name summary traceId
      task { id status payload history(first: 2) { type task { status } } attempts { number } wait { reason } }
      agent @skip(if: $isShort) { id status health { lastHeartbeatAt } }
    }
  } fragment Item on StreamItem { __typename at: occurredAt }`;
  for (const isShort of [true, false]) {
    const variables = { isShort, after: earliestCursor };
    const expected = (await subscribe({
      ...{ schema: createSchema(), document: parse(all), contextValue: service.context, variableValues: variables },
    })) as AsyncGenerator<object>;
    asked += 1;
    const id = String(asked);
    socket.send({ id, type: 'subscribe', payload: { query: all, variables } });
    for (let event = 0; event < 20; event += 1) {
      const { payload } = await socket.message((message) => message.id === id);
      expect({ done: false, value: payload }).toEqual(JSON.parse(JSON.stringify(await expected.next())));
    }
    await expected.return(undefined);
    socket.send({ id, type: 'complete' });
  }
});
