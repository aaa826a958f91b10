import { symlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bench, lifeOf } from './fixtures/harness.js';

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(async () => {
  await bench.close();
});

describe('the isolation check', () => {
  it('shows that two agents share nothing', async () => {
    const runtime = await bench.ready();
    await bench.start(runtime, lifeOf('a2'));
    const evidence = await runtime.checkIsolation(10_000);
    expect(evidence).toEqual(
      ['a1', 'a2'].map((agentId) => ({
        agentId,
        processId: expect.any(Number),
        workDir: join(bench.directory, 'agents', agentId, `tools-${agentId}-1`),
        contextWindowId: `context-${agentId}-1`,
        toolSessionId: `tools-${agentId}-1`,
        memoryHandleId: `memory-${agentId}-1`,
        readableCanaries: [agentId],
      })),
    );
    expect(new Set(evidence.map(({ processId }) => processId)).size).toBe(2);
  });

  it('leaves nothing that a handler could see', async () => {
    const runtime = await bench.ready();
    await runtime.checkIsolation(10_000);
    expect(await bench.result(runtime, { do: 'recall', key: 'canary:a1' })).toMatchObject({
      value: null,
      keys: [],
      messages: [],
    });
  });

  it('finds two agents with one memory', async () => {
    const runtime = await bench.ready();
    await bench.start(runtime, lifeOf('a2'));
    const memory = (agentId: string): string => join(bench.directory, 'agents', agentId, `memory-${agentId}-1`);
    await rm(memory('a2'), { recursive: true });
    await symlink(memory('a1'), memory('a2'));
    const evidence = await runtime.checkIsolation(10_000);
    expect(evidence.map(({ readableCanaries }) => readableCanaries)).toEqual([
      ['a1', 'a2'],
      ['a1', 'a2'],
    ]);
  });

  it('runs once for calls that come together', async () => {
    const runtime = await bench.ready();
    const [one, other] = await Promise.all([runtime.checkIsolation(10_000), runtime.checkIsolation(10_000)]);
    expect(one).toBe(other);
  });

  it('has nulls for what an agent that is busy did not answer', async () => {
    const runtime = await bench.ready({ cancelGraceMs: 600_000 });
    const lease = bench.give(runtime, { do: 'loopOnCancel' });
    await bench.reports.until('started');
    runtime.cancelAttempt('a1', lease, 'loop now');
    const [evidence] = await runtime.checkIsolation(200);
    expect(evidence).toMatchObject({
      agentId: 'a1',
      contextWindowId: null,
      memoryHandleId: null,
      readableCanaries: [],
    });
    expect(evidence?.processId).not.toBeNull();
  });
});
