import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { IsolationReportDocument, MetricsHistoryDocument, SpawnAgentDocument } from '../../src/generated/graphql.js';
import { createClient, type PoolClient } from '../../src/sdk/node-client.js';
import { storeOf, type EventsView, type Source } from '../../src/sdk/store/pool-store.js';
import { openLink } from '../support/link.mjs';
import { startServer, type RunningServer } from '../support/server.js';

const HANDLERS = resolve('tests/support/brief-handlers.mjs');

let server: RunningServer;
let link: Awaited<ReturnType<typeof openLink>>;
let client: PoolClient;
let dataDir: string;
let endings: (() => void)[];

async function serve(...args: string[]): Promise<void> {
  dataDir = mkdtempSync(join(tmpdir(), 'coordination-pool-store-'));
  server = await startServer({ dataDir, args });
  link = await openLink(server.port);
  client = createClient({ url: link.url });
  endings = [];
}

afterEach(async () => {
  for (const end of endings) end();
  storeOf(client).stop();
  await client.close();
  await link.close();
  await server.stop();
  rmSync(dataDir, { recursive: true });
});

/** Listens until the value fits, and goes on listening. */
async function until<T>(source: Source<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((fulfil) => {
    const look = (): void => {
      if (fits(source.snapshot())) fulfil(source.snapshot());
    };
    endings.push(source.subscribe(look));
    look();
  });
}

/** Kills the server, and starts it again on what it left. `meanwhile` is told when it is away. */
async function restart(meanwhile: () => unknown, ...args: string[]): Promise<void> {
  await server.kill();
  await meanwhile();
  server = await startServer({ dataDir, args });
  link.retarget(server.port);
}

it('reads any query again after events of the kinds that it names, and at the pace that it names', async () => {
  await serve('--size', '1', '--handlers', HANDLERS);
  const store = storeOf(client);
  const report = store.live(IsolationReportDocument, {}, { kinds: ['AGENT'], everyMs: 600_000 });
  await until(report, ({ data }) => data?.pool?.isolationReport.totalAgents === 1);
  await client.request(SpawnAgentDocument, { input: {} });
  await until(report, ({ data }) => data?.pool?.isolationReport.totalAgents === 2);
  const history = store.live(MetricsHistoryDocument, {}, { kinds: [], everyMs: 200 });
  const { data } = await until(history, (view) => (view.data?.pool?.metricsHistory.length ?? 0) > 0);
  const seen = data?.pool?.metricsHistory.length ?? 0;
  await until(history, (view) => (view.data?.pool?.metricsHistory.length ?? 0) > seen);
});

it('shows a task until it has its result, and its list, agents and figures with it', async () => {
  await serve('--size', '1', '--handlers', HANDLERS);
  const store = storeOf(client);
  await until(store.agents(), ({ data }) => data?.length === 1);
  await until(store.tasks(), ({ data }) => data?.totalCount === 0);
  const { id } = await client.submit('GENERAL', { ms: 50 });
  const { data } = await until(store.task(id), (view) => view.data?.status === 'COMPLETED');
  expect(data).toMatchObject({ result: 50, attempts: [{ outcome: 'SUCCEEDED' }] });
  const listed = await until(store.tasks(), (view) => view.data?.nodes[0]?.status === 'COMPLETED');
  expect(listed.data?.totalCount).toBe(1);
  await until(store.agents(), (view) => view.data?.[0]?.performance.tasksCompleted === 1);
  const health = await until(store.health(), (view) => view.data?.metrics.tasksCompleted === 1);
  expect(health.data).toMatchObject({ status: 'RUNNING', queueCapacity: 100, readOnly: null });
  const connection = await until(store.connection, ({ latencyMs }) => latencyMs !== null);
  expect(connection).toMatchObject({ status: 'live', gap: null, error: null });
  const unknown = await until(store.task('task_none'), ({ loading }) => !loading);
  expect(unknown).toEqual({ data: null, loading: false, error: null });
});

it('begins with what happened just before, as far back as it is told, and goes on without a break', async () => {
  await serve('--size', '0');
  for (const name of ['first', 'second', 'third'])
    await client.request(SpawnAgentDocument, { input: { name, kind: 'REMOTE' } });
  const summaries = (source: Source<EventsView>) => source.snapshot().events.map(({ summary }) => summary);
  const recent = storeOf(client, { recentRecords: 2 }).events();
  await until(recent, ({ events: seen }) => seen.length === 2);
  await client.request(SpawnAgentDocument, { input: { name: 'fourth', kind: 'REMOTE' } });
  await until(recent, ({ events: seen }) => seen.length === 3);
  expect(summaries(recent)).toEqual(
    ['second', 'third', 'fourth'].map((name) => expect.stringContaining(name) as string),
  );
});

it('shows each event once over a crash of the server, says how stale it is, and goes on', async () => {
  await serve('--size', '0');
  const store = storeOf(client);
  const statuses: string[] = [];
  endings.push(store.connection.subscribe(() => statuses.push(store.connection.snapshot().status)));
  await until(store.tasks(), ({ data }) => data?.totalCount === 0);
  const first = await client.submit('GENERAL', {});
  await until(store.events(), ({ events }) => events.length === 2);
  await until(store.tasks(), ({ data }) => data?.totalCount === 1);
  const away = async (): Promise<void> => {
    const { data } = await until(store.tasks(), ({ error }) => error !== null);
    expect(data?.totalCount).toBe(1);
  };
  await restart(away, '--size', '0');
  const second = await client.submit('GENERAL', {});
  const { events, gaps } = await until(store.events(), (view) =>
    view.events.some(({ task, name }) => task?.id === second.id && name === 'QUEUED'),
  );
  const ofTasks = events.filter(({ kind }) => kind === 'TASK').map(({ task, name }) => `${task?.id ?? ''} ${name}`);
  expect(ofTasks).toEqual([first, second].flatMap(({ id }) => [`${id} SUBMITTED`, `${id} QUEUED`]));
  expect(gaps).toEqual([]);
  const { error } = await until(store.tasks(), ({ data }) => data?.totalCount === 2);
  expect(error).toBeNull();
  await until(store.connection, ({ status }) => status === 'live');
  expect(statuses).toContain('reconnecting');
});

it('tells a gap where the log does not reach back, and reads everything again', async () => {
  await serve('--size', '0');
  const store = storeOf(client);
  await client.submit('GENERAL', {});
  await until(store.tasks(), ({ data }) => data?.totalCount === 1);
  await until(store.connection, ({ status }) => status === 'live');
  // Another log, as after a restore from a backup that is too old.
  const lost = (): void => rmSync(dataDir, { recursive: true });
  await restart(lost, '--size', '0');
  const { gap } = await until(store.connection, (view) => view.gap !== null);
  expect(gap).toMatchObject({ missed: null, before: null });
  await until(store.tasks(), ({ data }) => data?.totalCount === 0);
  await client.submit('GENERAL', {});
  const { gaps, events } = await until(
    store.events(),
    (view) => view.events.length > 0 && view.gaps[0]?.before != null,
  );
  expect(gaps).toHaveLength(1);
  expect(events.map(({ cursor }) => cursor)).toContain(gaps[0]?.before);
});

it('tells its listeners ten times a second at most, and keeps no more events than it may', async () => {
  await serve('--size', '0', '--max-queue', '2000');
  const store = storeOf(client, { maxEvents: 300 });
  const queued = until(store.health(), ({ data }) => data?.queueLength === 1_000);
  await until(store.events(), () => true);
  await until(store.connection, ({ status }) => status === 'live');
  const toldAtMs: number[] = [];
  endings.push(store.events().subscribe(() => toldAtMs.push(performance.now())));
  for (let batch = 0; batch < 50; batch += 1) {
    await Promise.all(Array.from({ length: 20 }, () => client.submit('GENERAL', {})));
  }
  const { events } = await until(store.events(), (view) => view.events.length === 300);
  await queued;
  expect(store.events().snapshot().events).toHaveLength(300);
  expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(300);
  expect(toldAtMs.length).toBeGreaterThan(1);
  // A round is timed when it begins, and telling the others takes its moment.
  const secondsOfTen = toldAtMs.slice(10).map((at, index) => at - toldAtMs[index]!);
  expect(Math.min(1_000, ...secondsOfTen)).toBeGreaterThan(950);
});

it('gives the same object for what is equal', async () => {
  await serve('--size', '0');
  const store = storeOf(client);
  await client.submit('GENERAL', {});
  const before = await until(store.tasks(), ({ data }) => data?.nodes[0]?.wait?.queuePosition === 1);
  await client.submit('GENERAL', {});
  const after = await until(store.tasks(), ({ data }) => data?.totalCount === 2);
  expect(after.data?.nodes[1]?.wait?.since).toBe(before.data?.nodes[0]?.wait?.since);
  const agents = store.agents();
  await until(agents, ({ data }) => data !== null);
  expect(agents.snapshot()).toBe(store.agents().snapshot());
});

it('reads a pool that is not there yet as soon as it is, and says so until then', async () => {
  await serve('--size', '0');
  const elsewhere = createClient({ url: link.url, pool: 'later' });
  const store = storeOf(elsewhere);
  const missing = await until(store.health(), ({ error }) => error !== null);
  expect(missing.error).toMatchObject({ code: 'NOT_FOUND' });
  await until(store.connection, ({ error }) => error?.code === 'NOT_FOUND');
  await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"mutation { initializePool(input: { pool: \\"later\\", size: 1 }) { cursor } }"}',
  });
  const found = await until(store.health(), ({ data }) => data?.size === 1);
  expect(found.error).toBeNull();
  await until(store.connection, ({ error, status }) => error === null && status === 'live');
  store.stop();
  await elsewhere.close();
});

it('runs nothing that nobody listens to, and what many listen to once', async () => {
  await serve('--size', '0');
  const store = storeOf(client);
  const ends = [store.tasks(), store.tasks(), store.tasks({ first: 50 })].map((source) =>
    source.subscribe(() => undefined),
  );
  expect(store.running).toBe(2);
  await until(store.connection, ({ status }) => status === 'live');
  for (const end of [...ends, ...endings]) end();
  // A view that comes right after the last one went finds everything still there.
  const again = store.tasks().subscribe(() => undefined);
  expect(store.running).toBe(3);
  again();
  again();
  await new Promise<void>((fulfil) => {
    const unsubscribe = client.connection.subscribe(() => {
      if (client.connection.snapshot().status !== 'idle') return;
      unsubscribe();
      fulfil();
    });
  });
  expect(store.running).toBe(0);
});
