import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bench, lifeOf } from './fixtures/harness.js';

const found = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0;
if (!found) {
  process.stderr.write(
    'NOT RUN: the Python example agent is not tested, as there is no python3 of at least 3.8 here.\n',
  );
}

const options = {
  agentCommand: 'python3 examples/agents/python_agent.py',
  commandDirectory: fileURLToPath(new URL('../..', import.meta.url)),
  environment: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
};

let bench: Bench;

beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(async () => {
  await bench.close();
});

(found ? describe : describe.skip)('the Python example agent', () => {
  it('runs a GENERAL task, and remembers over a restart', async () => {
    const first = await bench.ready(options);
    expect(await bench.result(first, { text: 'grüß' })).toEqual({
      echo: { text: 'grüß' },
      language: 'python',
      done: 1,
    });
    expect(bench.reports.of('progressed')).toMatchObject([{ fraction: 0.5, note: 'half way' }]);
    await first.close(10_000);
    bench.reports.forget();
    const second = await bench.ready(options);
    expect(await bench.result(second, {})).toMatchObject({ done: 2 });
  });

  it('fails a task that it has no handler for', async () => {
    const runtime = await bench.ready(options);
    expect(await bench.failure(runtime, {}, { type: 'INGEST' })).toMatchObject({
      code: 'NO_HANDLER',
      retryable: false,
    });
  });

  it('fails a task whose handler raises', async () => {
    const runtime = await bench.ready(options);
    expect(await bench.failure(runtime, { steps: 'many' })).toMatchObject({ code: 'TypeError', retryable: true });
  });

  it('fails a task whose result is larger than it was told at its start', async () => {
    const runtime = await bench.ready({ ...options, maxResultBytes: 100 });
    expect(await bench.failure(runtime, { text: 'x'.repeat(100) })).toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: 'the result is over 100 bytes',
      retryable: false,
    });
  });

  it('stops a cancelled attempt', async () => {
    const runtime = await bench.ready(options);
    const lease = bench.give(runtime, { steps: 1_000_000 });
    await bench.reports.until('progressed');
    runtime.cancelAttempt('a1', lease, 'enough');
    await bench.reports.until('released', (report) => report.lease === lease);
  });

  it('shares nothing with another one', async () => {
    const runtime = await bench.ready(options);
    await bench.start(runtime, lifeOf('a2'));
    const evidence = await runtime.checkIsolation(10_000);
    expect(evidence.map(({ readableCanaries }) => readableCanaries)).toEqual([['a1'], ['a2']]);
    expect(evidence.map(({ memoryHandleId }) => memoryHandleId)).toEqual(['memory-a1-1', 'memory-a2-1']);
  });
});
