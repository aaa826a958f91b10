import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { machineClock } from '../../src/engine/clock.js';
import { Bench, lifeOf } from './fixtures/harness.js';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(async () => {
  await bench.close();
});

describe('an attempt', () => {
  it('is started, runs in the process and ends with its result', async () => {
    const runtime = await bench.ready();
    const given = bench.give(
      runtime,
      { do: 'echo', value: 'héllo' },
      { attempt: 3, deadlineAtMs: 86_400_000, traceId: 'abc', traceparent: 'tp' },
    );
    const { result } = await bench.reports.until('completed');
    expect(result).toEqual({
      echo: 'héllo',
      attempt: 3,
      deadline: '1970-01-02T00:00:00.000Z',
      trace: { traceId: 'abc', traceparent: 'tp' },
      agent: { id: 'a1', name: 'agent a1' },
    });
    expect(bench.reports.of('started')).toEqual([{ kind: 'started', agentId: 'a1', lease: given }]);
  });

  it('waits for the process to be ready', async () => {
    const runtime = bench.runtime();
    runtime.startAgent(lifeOf('a1'));
    expect(await bench.result(runtime, { do: 'echo', value: 1 })).toMatchObject({ echo: 1 });
    expect(bench.reports.of('ready')).toHaveLength(1);
    expect(bench.reports.of('started')).toHaveLength(1);
  });

  it('that returns nothing has the result null', async () => {
    const runtime = await bench.ready();
    expect(await bench.result(runtime, { do: 'nothing' })).toBeNull();
  });

  it('reports its progress, held to 0 to 1', async () => {
    const runtime = await bench.ready();
    await bench.result(runtime, { do: 'progress' });
    expect(bench.reports.of('progressed').map(({ fraction, note }) => [fraction, note])).toEqual([
      [0.25, 'a quarter'],
      [1, null],
    ]);
  });

  it('reports progress at most ten times a second, however often the handler says it', async () => {
    const runtime = await bench.ready();
    const since = performance.now();
    await bench.result(runtime, { do: 'progressOften' });
    const seconds = Math.ceil((performance.now() - since) / 1_000);
    expect(bench.reports.of('progressed').length).toBeLessThanOrEqual(10 * (seconds + 1));
  });

  it('is refused while the agent still has one', async () => {
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'ignoreCancel' });
    await bench.reports.until('started');
    expect(await bench.failure(runtime, { do: 'nothing' })).toMatchObject({ code: 'AGENT_BUSY', retryable: true });
  });

  it('of an agent nobody knows is not spoken of', () => {
    const runtime = bench.runtime();
    bench.give(runtime, { do: 'nothing' }, {}, 'stranger');
    runtime.cancelAttempt('stranger', 'lease', 'no reason');
    runtime.stopAgent('stranger', 0, true);
    expect(runtime.measure('stranger')).toBeNull();
    expect(bench.reports.all).toEqual([]);
  });
});

describe('a failure', () => {
  it('carries what the thrown error says', async () => {
    const runtime = await bench.ready();
    const error = { code: 'RATE_LIMITED', message: 'slow down', retryable: false, retryAfterMs: 1_500 };
    expect(await bench.failure(runtime, { do: 'fail', error })).toEqual(error);
  });

  it('has the name of an error without a code, and a bounded message', async () => {
    const runtime = await bench.ready();
    const failure = await bench.failure(runtime, {
      do: 'fail',
      error: { name: 'TypeError', message: 'x'.repeat(9_000) },
    });
    expect(failure).toMatchObject({ code: 'TypeError', retryable: true, retryAfterMs: null });
    expect(failure.message).toHaveLength(2_000);
  });

  it('can be anything thrown', async () => {
    const runtime = await bench.ready();
    expect(await bench.failure(runtime, { do: 'throwText' })).toMatchObject({
      code: 'HANDLER_ERROR',
      message: 'only text',
    });
  });

  it('is NO_HANDLER for a type that no handler takes', async () => {
    const runtime = await bench.ready();
    expect(await bench.failure(runtime, {}, { type: 'MIGRATION' })).toMatchObject({
      code: 'NO_HANDLER',
      retryable: false,
    });
  });

  it('is PAYLOAD_TOO_LARGE for a result over 256 KiB, of any size', async () => {
    const runtime = await bench.ready();
    expect(await bench.result(runtime, { do: 'bigResult', bytes: 256 * 1024 - 2 })).toHaveLength(256 * 1024 - 2);
    for (const bytes of [256 * 1024 - 1, 20 * 1024 * 1024]) {
      expect(await bench.failure(runtime, { do: 'bigResult', bytes })).toMatchObject({
        code: 'PAYLOAD_TOO_LARGE',
        retryable: false,
      });
    }
  });

  it('is PAYLOAD_TOO_LARGE for a result over what the runtime is told to take', async () => {
    const runtime = await bench.ready({ maxResultBytes: 1_000 });
    expect(await bench.result(runtime, { do: 'bigResult', bytes: 998 })).toHaveLength(998);
    expect(await bench.failure(runtime, { do: 'bigResult', bytes: 999 })).toEqual({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'the result has 1001 bytes, more than 1000',
      retryable: false,
      retryAfterMs: null,
    });
  });

  it('is none for the largest payload and result that can be configured', async () => {
    const runtime = await bench.ready({ maxResultBytes: 8 * 1024 * 1024, memoryLimitMb: 1_024 });
    // More than one byte for each character, here and in memory.
    const value = 'ж'.repeat(4 * 1024 * 1024 - 200);
    expect((await bench.result(runtime, { do: 'echo', value })) as object).toMatchObject({ echo: value });
  });

  it('and a note have at most as many characters as the runtime is told to take', async () => {
    const runtime = await bench.ready({ maxReasonLength: 5 });
    bench.give(runtime, { do: 'progress' });
    expect((await bench.reports.until('progressed', ({ note }) => note !== null)).note).toBe('a qu…');
    await bench.reports.until('completed');
    expect((await bench.failure(runtime, { do: 'fail', error: { message: 'too long' } })).message).toBe('too l');
  });

  it('may be longer than by default', async () => {
    const runtime = await bench.ready({ maxReasonLength: 3_000 });
    const failure = await bench.failure(runtime, { do: 'fail', error: { message: 'x'.repeat(9_000) } });
    expect(failure.message).toHaveLength(3_000);
  });

  it('is given for results that are no JSON or too deep', async () => {
    const runtime = await bench.ready();
    expect(await bench.failure(runtime, { do: 'circularResult' })).toMatchObject({
      code: 'RESULT_NOT_JSON',
      retryable: false,
    });
    expect(await bench.failure(runtime, { do: 'deepResult' })).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      retryable: false,
    });
  });
});

describe('a cancelled attempt', () => {
  it('is released when its code has stopped, and the agent goes on', async () => {
    const runtime = await bench.ready();
    const lease = bench.give(runtime, { do: 'untilCancelled' });
    await bench.reports.until('started');
    runtime.cancelAttempt('a1', lease, 'not needed any more');
    await bench.reports.until('released', (report) => report.lease === lease);
    expect(await bench.result(runtime, { do: 'echo', value: 2 })).toMatchObject({ echo: 2 });
    expect(bench.reports.of('failed')).toEqual([]);
  });

  it.each(['ignoreCancel', 'loopOnCancel'])('costs the process its life when it does not stop: %s', async (action) => {
    const runtime = await bench.ready({ cancelGraceMs: 100 });
    const lease = bench.give(runtime, { do: action });
    await bench.reports.until('started');
    runtime.cancelAttempt('a1', lease, 'enough');
    const { reason } = await bench.reports.until('exited');
    expect(reason).toBe('did not stop a cancelled attempt within 100 ms');
    expect(bench.reports.of('released')).toEqual([]);
    expect(runtime.measure('a1')).toBeNull();
  });

  it('is no crime of an agent whose answer could not be read, for the server was stalled', async () => {
    const runtime = await bench.ready({
      cancelGraceMs: 200,
      alarm: (delayMs, ring) => machineClock.alarm(delayMs, ring),
    });
    const lease = bench.give(runtime, { do: 'untilCancelled' });
    await bench.reports.until('started');
    runtime.cancelAttempt('a1', lease, 'not needed any more');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
    await Promise.race([bench.reports.until('released'), bench.reports.until('exited')]);
    expect(bench.reports.of('exited')).toEqual([]);
    expect(await bench.result(runtime, { do: 'echo', value: 2 })).toMatchObject({ echo: 2 });
  });

  it('is released at once where it is over, or the process has not been given it yet', async () => {
    const runtime = bench.runtime();
    runtime.startAgent(lifeOf('a1'));
    const early = bench.give(runtime, { do: 'ignoreCancel' });
    runtime.cancelAttempt('a1', early, 'changed my mind');
    await bench.reports.until('released', ({ lease }) => lease === early);
    await bench.reports.until('ready');
    const done = bench.give(runtime, { do: 'nothing' });
    await bench.reports.until('completed');
    runtime.cancelAttempt('a1', done, 'too late');
    await bench.reports.until('released', ({ lease }) => lease === done);
    expect(bench.reports.of('started').map(({ lease }) => lease)).toEqual([done]);
  });
});

describe('a life', () => {
  it('keeps memory, context and folder from task to task and over a restart; a fresh one begins empty', async () => {
    const first = await bench.ready();
    await bench.result(first, { do: 'remember', key: 'name', value: 'Ada' });
    const workDir = join(bench.directory, 'agents', 'a1', 'tools-a1-1');
    const kept = {
      value: 'Ada',
      keys: ['name'],
      messages: [{ role: 'user', content: 'Ada' }],
      sessionId: 'tools-a1-1',
      workDir,
      cwd: workDir,
    };
    expect(await bench.result(first, { do: 'recall', key: 'name' })).toEqual(kept);
    await first.checkIsolation(5_000);
    await first.close(5_000);

    bench.reports.forget();
    const second = await bench.ready();
    expect(await bench.result(second, { do: 'recall', key: 'name' })).toEqual(kept);

    bench.reports.forget();
    await bench.start(second, lifeOf('a1', 2));
    expect(await bench.result(second, { do: 'recall', key: 'name' })).toMatchObject({
      value: null,
      keys: [],
      messages: [],
    });
    expect(await readdir(join(bench.directory, 'agents', 'a1'))).toEqual(['memory-a1-2', 'tools-a1-2']);
    expect(bench.reports.of('exited')).toEqual([]);
  });

  it('is forgotten with its folders when the agent is stopped for good', async () => {
    const runtime = await bench.ready();
    runtime.stopAgent('a1', 5_000, true);
    await runtime.close(5_000);
    expect(await readdir(join(bench.directory, 'agents'))).toEqual([]);
    expect(bench.reports.of('exited')).toEqual([]);
  });

  it('does not begin in a folder that its ids would climb out of', async () => {
    const runtime = bench.runtime();
    runtime.startAgent({ ...lifeOf('a1'), toolSessionId: '../elsewhere' });
    expect(bench.reports.all).toEqual([]);
    expect((await bench.reports.until('exited')).reason).toMatch(/cannot be the name of a folder/);
  });
});

describe('the handlers module', () => {
  it('can be a plain default export in any folder, and may use the helper there too', async () => {
    const folder = join(bench.directory, 'some where ü');
    await mkdir(folder);
    await writeFile(
      join(folder, 'handlers.mjs'),
      `import { defineHandlers } from 'coordination-pool/agent';
       export default defineHandlers({ async GENERAL({ payload }) { return payload.a + 1; } });`,
    );
    const runtime = await bench.ready({ handlersModule: join(folder, 'handlers.mjs') });
    expect(await bench.result(runtime, { a: 1 })).toBe(2);
  });

  it('is why the agent ends where it cannot be loaded', async () => {
    const file = join(bench.directory, 'bad.mjs');
    await writeFile(file, `export default { GENERAL: 'no function' };`);
    bench.runtime({ handlersModule: file }).startAgent(lifeOf('a1'));
    expect((await bench.reports.until('exited')).reason).toMatch(
      /code 1: .*could not be loaded: .*GENERAL is no function/,
    );
  });

  it('is warned of where it names types that do not exist', async () => {
    const file = join(bench.directory, 'typo.mjs');
    await writeFile(file, `export default { GENERALL: () => 1 };`);
    bench.runtime({ handlersModule: file }).startAgent(lifeOf('a1'));
    expect((await bench.reports.until('log')).message).toMatch(/GENERALL, which is no task type/);
  });

  it('sees only the allowed part of the environment', async () => {
    const runtime = await bench.ready({
      environment: { PATH: '/bin', SECRET: 's', AGENT_MODEL: 'm', HOME: undefined },
    });
    expect(await bench.result(runtime, { do: 'environment' })).toEqual([
      'AGENT_MODEL',
      ...(process.platform === 'linux' ? ['COORDINATION_POOL_LIFE'] : []),
      'PATH',
    ]);
  });
});
