import { z } from 'zod';
import {
  createWorker,
  PoolError,
  type PoolWorker,
  type WorkerContext,
  type WorkerLine,
} from '../../src/sdk/worker/worker.js';
import { PoolClient } from '../support/client.js';
import { openLink } from '../support/link.mjs';
import { startServer, type RunningServer } from '../support/server.js';
import { TaskReader } from '../support/task-reader.js';

const LEASE_MS = 1_000;

describe('a worker', () => {
  let server: RunningServer;
  let link: Awaited<ReturnType<typeof openLink>>;
  let direct: PoolClient;
  let tasks: TaskReader;
  let lines: WorkerLine[];
  let workers: PoolWorker[];

  beforeAll(async () => {
    server = await startServer({ args: ['--size', '0', '--max-size', '4', '--lease-ms', String(LEASE_MS)] });
    direct = new PoolClient(server.url);
    tasks = new TaskReader(direct);
  });
  afterAll(() => server.stop());

  beforeEach(async () => {
    link = await openLink(server.port);
    lines = [];
    workers = [];
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.close({ drainMs: 0 })));
    await link.close();
  });

  const log = (line: WorkerLine): void => void lines.push(line);
  async function start(worker: PoolWorker): Promise<PoolWorker> {
    workers.push(worker);
    return worker.ready();
  }
  const agents = async () =>
    (
      await direct.ask<{
        pool: { agents: { id: string; name: string; status: string; taskTypes: string[]; verifiedSkills: string[] }[] };
      }>('{ pool { agents { id name status taskTypes verifiedSkills } } }')
    ).pool.agents;

  it('completes tasks with payloads and results as the contract says, and leaves no agent behind', async () => {
    const seen: WorkerContext[] = [];
    const worker = await start(
      createWorker({
        ...{ url: link.url, log, name: 'reader', skills: ['sql'] },
        contract: {
          RESEARCH: {
            payload: z.object({ query: z.string(), limit: z.number().default(5) }),
            result: z.object({ hits: z.number() }),
          },
        },
        handlers: {
          RESEARCH({ payload }, ctx) {
            seen.push(ctx);
            // @ts-expect-error there is no such field in the payload
            expect(payload.limits).toBeUndefined();
            const limit: number = payload.limit;
            return { hits: payload.query.length * limit };
          },
          // Without schemas a payload is an object, and a result anything.
          GENERAL: ({ payload }) => [payload['a']],
        },
      }),
    );
    expect(await agents()).toMatchObject([
      { name: 'reader-1', status: 'IDLE', taskTypes: ['RESEARCH', 'GENERAL'], verifiedSkills: ['sql'] },
    ]);
    const typed = await tasks.submit({ type: 'RESEARCH', payload: { query: 'abc' }, timeoutMs: 60_000 });
    expect(await tasks.settled(typed)).toMatchObject({ status: 'COMPLETED', result: { hits: 15 } });
    const [ctx] = seen;
    expect(ctx).toMatchObject({ attempt: 1, agent: { name: 'reader-1' } });
    expect(ctx!.trace.traceparent).toContain(ctx!.trace.traceId);
    expect(ctx!.deadline!.getTime() - Date.now()).toBeLessThanOrEqual(60_000);
    const plain = await tasks.submit({ payload: { a: 1 } });
    expect(await tasks.settled(plain)).toMatchObject({
      status: 'COMPLETED',
      result: [1],
      attempts: [{ outcome: 'SUCCEEDED' }],
    });
    await worker.close();
    await worker.ended;
    expect(await agents()).toEqual([]);
  });

  it('fails what is not as the contract says, once and for all', async () => {
    await start(
      createWorker({
        ...{ url: link.url, log },
        contract: {
          RESEARCH: { payload: z.object({ query: z.string() }), result: z.object({ hits: z.number() }) },
        },
        handlers: {
          // @ts-expect-error a wrong result does not compile
          RESEARCH: ({ payload }) => ({ hits: payload.query }),
        },
      }),
    );
    const [payload, result] = [
      await tasks.submit({ type: 'RESEARCH', payload: { query: 1 } }),
      await tasks.submit({ type: 'RESEARCH', payload: { query: 'a' } }),
    ];
    expect(await tasks.settled(payload)).toMatchObject({
      status: 'FAILED',
      error: {
        code: 'CONTRACT_VIOLATION',
        retryable: false,
        message: expect.stringContaining('The payload') as string,
      },
      attempts: [{ outcome: 'FAILED' }],
    });
    expect(await tasks.settled(result)).toMatchObject({
      status: 'FAILED',
      error: { code: 'CONTRACT_VIOLATION', message: expect.stringContaining('The result') as string },
      attempts: [{}],
    });
  });

  it('hands on what a handler throws, and fails a result that cannot be one', async () => {
    await start(
      createWorker({
        ...{ url: link.url, log },
        handlers: {
          GENERAL({ payload }, { attempt }) {
            switch (payload['case']) {
              case 'final':
                throw Object.assign(new Error('no such page'), { code: 'NO_PAGE', retryable: false });
              case 'later':
                if (attempt > 1) return attempt;
                throw Object.assign(new Error('busy'), { code: 'BUSY', retryAfterMs: 50.5 });
              case 'text':
                throw 'just text'; // eslint-disable-line @typescript-eslint/only-throw-error -- it may be
              case 'circle': {
                const circle: { self?: unknown } = {};
                return (circle.self = circle);
              }
              case 'large':
                return 'x'.repeat(300_000);
              default:
                return undefined;
            }
          },
        },
      }),
    );
    const cases = [
      ['final', { status: 'FAILED', error: { code: 'NO_PAGE', message: 'no such page', retryable: false } }],
      ['later', { status: 'COMPLETED', result: 2, attempts: [{ error: { code: 'BUSY', message: 'busy' } }, {}] }],
      ['text', { status: 'FAILED', error: { code: 'HANDLER_ERROR', message: 'just text', retryable: true } }],
      ['circle', { status: 'FAILED', error: { code: 'RESULT_NOT_JSON', retryable: false } }],
      ['large', { status: 'FAILED', error: { code: 'PAYLOAD_TOO_LARGE', retryable: false }, attempts: [{}] }],
      ['nothing', { status: 'COMPLETED', result: null }],
    ] as const;
    for (const [name, expected] of cases) {
      const id = await tasks.submit({ payload: { case: name }, maxAttempts: name === 'text' ? 1 : 3 });
      expect(await tasks.settled(id)).toMatchObject(expected);
    }
  });

  // The link is in this process, so it would be blocked as well.
  it('keeps its lease while its handler blocks the event loop for longer than a lease', async () => {
    await start(createWorker({ url: server.url, log, handlers: { GENERAL: () => block(3 * LEASE_MS) } }));
    const id = await tasks.submit({});
    expect(await tasks.settled(id)).toMatchObject({ status: 'COMPLETED', attempts: [{ outcome: 'SUCCEEDED' }] });
  });

  it('loses its lease when the event loop is blocked for longer than it may be', async () => {
    await start(
      createWorker({
        ...{ url: server.url, log, maxBlockedMs: 300 },
        handlers: { GENERAL: (_task, { attempt }) => (attempt === 1 ? block(4 * LEASE_MS) : 'second') },
      }),
    );
    const id = await tasks.submit({});
    expect(await tasks.settled(id)).toMatchObject({
      status: 'COMPLETED',
      result: 'second',
      attempts: [{ outcome: 'LEASE_EXPIRED' }, { outcome: 'SUCCEEDED' }],
    });
    await tasks.until(() => lines.some(({ message, level }) => message.includes('was blocked') && level === 'error'));
  });

  it('stops what is cancelled and what times out, and is free again', async () => {
    const reasons: string[] = [];
    await start(
      createWorker({
        ...{ url: link.url, log },
        handlers: {
          RESEARCH: (_task, { signal, progress }) => {
            progress(0.5, 'halfway');
            return new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => {
                reasons.push((signal.reason as Error).name);
                reject(signal.reason as Error);
              });
            });
          },
          GENERAL: () => 'free',
        },
      }),
    );
    const cancelled = await tasks.submit({ type: 'RESEARCH' });
    await tasks.event(cancelled, 'PROGRESSED');
    expect(await tasks.read(cancelled)).toMatchObject({ progress: { fraction: 0.5, note: 'halfway' } });
    await tasks.cancel(cancelled);
    const next = await tasks.submit({});
    expect(await tasks.settled(next)).toMatchObject({ status: 'COMPLETED', result: 'free' });
    const late = await tasks.submit({ type: 'RESEARCH', timeoutMs: 100, maxAttempts: 1 });
    expect(await tasks.settled(late)).toMatchObject({ status: 'FAILED', attempts: [{ outcome: 'TIMED_OUT' }] });
    const last = await tasks.submit({});
    expect(await tasks.settled(last)).toMatchObject({ result: 'free' });
    expect(reasons[0]).toBe('AbortError');
    expect(reasons).toHaveLength(2);
  });

  it('goes on with its attempt over a broken line, and delivers the result afterwards', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    await start(
      createWorker({
        ...{ url: link.url, log },
        handlers: {
          async GENERAL() {
            await finished;
            return 'kept';
          },
        },
      }),
    );
    const id = await tasks.submit({});
    await tasks.event(id, 'STARTED');
    link.cut();
    finish();
    link.mend();
    expect(await tasks.settled(id)).toMatchObject({
      status: 'COMPLETED',
      result: 'kept',
      attempts: [{ outcome: 'SUCCEEDED' }],
    });
  });

  it('tells its end again when the answer was lost, which changes nothing', async () => {
    await start(
      createWorker({
        ...{ url: link.url, log },
        handlers: {
          GENERAL() {
            link.hold('toClient');
            return 'once';
          },
        },
      }),
    );
    const id = await tasks.submit({});
    expect(await tasks.settled(id)).toMatchObject({ status: 'COMPLETED', result: 'once' });
    link.cut();
    link.release();
    link.mend();
    // Whichever comes first: the second telling is refused as STALE_ATTEMPT, or a heartbeat says that the attempt is over.
    await tasks.until(() => lines.some(({ level, taskId }) => level === 'info' && taskId === id));
    expect(await tasks.read(id)).toMatchObject({ status: 'COMPLETED', attempts: [{ outcome: 'SUCCEEDED' }] });
  });

  it('works on as many tasks at once as it is told to, and waits where the pool has no room', async () => {
    let [running, most] = [0, 0];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const first = await start(
      createWorker({
        ...{ url: link.url, log, concurrency: 4 },
        handlers: {
          async GENERAL() {
            most = Math.max(most, ++running);
            if (running === 4) open();
            await opened;
            running -= 1;
          },
        },
      }),
    );
    const ids = await Promise.all(Array.from({ length: 9 }, () => tasks.submit({})));
    for (const id of ids) expect(await tasks.settled(id)).toMatchObject({ status: 'COMPLETED' });
    expect(most).toBe(4);

    const second = createWorker({ url: link.url, log, handlers: { GENERAL: () => 'second' } });
    const isReady = start(second);
    await tasks.until(() => lines.some(({ code }) => code === 'POOL_FULL'));
    await first.close();
    await isReady;
    expect(await tasks.settled(await tasks.submit({}))).toMatchObject({ result: 'second' });
  });

  it('joins anew when its agent is retired by somebody else, and when the pool was shut down meanwhile', async () => {
    await start(createWorker({ url: link.url, log, handlers: { GENERAL: () => 'here' } }));
    const [agent] = await agents();
    await direct.ask('mutation ($id: ID!) { retireAgent(input: { agentId: $id }) { cursor } }', { id: agent!.id });
    expect(await tasks.settled(await tasks.submit({}))).toMatchObject({ result: 'here' });
    await direct.ask('mutation { shutdownPool { drained } }');
    await tasks.until(() => lines.some(({ code }) => code === 'POOL_NOT_RUNNING'));
    await direct.ask('mutation { initializePool(input: { size: 0 }) { cursor } }');
    expect(await tasks.settled(await tasks.submit({}))).toMatchObject({ result: 'here' });
  });

  it('lets what runs end when it is closed, fails the rest for others, and takes nothing new', async () => {
    const started: string[] = [];
    const worker = await start(
      createWorker({
        ...{ url: link.url, log, concurrency: 2 },
        handlers: {
          GENERAL: async ({ id, payload }) => {
            started.push(id);
            if (payload['endless'] === true) await new Promise(() => undefined);
            await closing;
            return 'drained';
          },
        },
      }),
    );
    let close = (): void => undefined;
    const closing = new Promise<void>((resolve) => (close = resolve));
    const brief = await tasks.submit({});
    const endless = await tasks.submit({ payload: { endless: true } });
    await tasks.event(brief, 'STARTED');
    await tasks.event(endless, 'STARTED');
    const closed = worker.close();
    await tasks.until(async () => (await agents()).every(({ status }) => status === 'DRAINING'));
    const later = await tasks.submit({});
    close();
    expect(await tasks.settled(brief)).toMatchObject({ result: 'drained' });
    await worker.close({ drainMs: 0 });
    await closed;
    expect(await agents()).toEqual([]);
    expect(await tasks.read(endless)).toMatchObject({
      status: 'PENDING',
      attempts: [{ outcome: 'FAILED', error: { code: 'WORKER_DRAINED', retryable: true } }],
    });
    expect(started).toEqual([brief, endless]);

    await start(createWorker({ url: link.url, log, handlers: { GENERAL: () => 'successor' } }));
    expect(await tasks.settled(endless)).toMatchObject({ result: 'successor' });
    expect(await tasks.settled(later)).toMatchObject({ result: 'successor' });
  });

  it('is told by the name of what is wrong with its options', () => {
    const handlers = { GENERAL: () => 1 };
    const { url } = link;
    expect(() => createWorker({ url: 'ftp://x', handlers })).toThrow(/^url: /);
    expect(() => createWorker({ url, handlers: {} })).toThrow(/^handlers: /);
    expect(() => createWorker({ url, handlers: { GENERAL: 1 as never } })).toThrow(/^handlers: that of GENERAL/);
    expect(() => createWorker({ url, handlers, taskTypes: ['INGEST'] })).toThrow(/^taskTypes: .*INGEST/);
    expect(() => createWorker({ url, handlers, concurrency: 0 })).toThrow(/^concurrency: /);
    expect(() => createWorker({ url, handlers, name: ' ' })).toThrow(/^name: /);
    expect(() => createWorker({ url, handlers, drainMs: -1 })).toThrow(/^drainMs: /);
  });

  it('cannot go on where the pool is not there, and says so once', async () => {
    const worker = createWorker({ url: link.url, pool: 'nowhere', log, handlers: { GENERAL: () => 1 } });
    const error: unknown = await worker.ready().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PoolError);
    expect(error).toMatchObject({ code: 'NOT_FOUND' });
    await expect(worker.ended).rejects.toBe(error);
    await worker.close();
  });
});

/** Keeps the event loop busy. */
function block(ms: number): string {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
  return 'blocked';
}
