import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bench, HANDLERS, lifeOf, Witness } from './fixtures/harness.js';

let bench: Bench;
let witness: Witness;

beforeEach(async () => {
  bench = await Bench.open();
  witness = new Witness();
});
afterEach(async () => {
  await bench.close();
  await witness.close();
});

const pidOf = async (runtime: Awaited<ReturnType<Bench['ready']>>): Promise<number> => {
  const [evidence] = await runtime.checkIsolation(5_000);
  return evidence?.processId ?? 0;
};

describe('a process that ends by itself', () => {
  it('is reported when it was killed from outside', async () => {
    const runtime = await bench.ready();
    process.kill(await pidOf(runtime), 'SIGKILL');
    expect(await bench.reports.until('exited')).toMatchObject({ agentId: 'a1', reason: 'was ended by SIGKILL' });
  });

  it('is reported when a handler exits', async () => {
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'exit', code: 3 });
    expect((await bench.reports.until('exited')).reason).toBe('exited with code 3');
  });

  it('is reported with its last line when a handler throws where nobody catches', async () => {
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'throwLater' });
    expect((await bench.reports.until('exited')).reason).toBe(
      'exited with code 1: uncaught exception in the agent: Error: thrown where nobody catches',
    );
  });

  it('is reported when the program does not exist or is not ready in time', async () => {
    const missing = bench.runtime({ agentCommand: 'no-such-program-here' });
    missing.startAgent(lifeOf('missing'));
    expect((await bench.reports.until('exited')).reason).toMatch(/could not be started: .*ENOENT/);
    const silent = bench.runtime({
      agentCommand: `"${process.execPath}" -e "setInterval(() => {}, 1000)"`,
      readyTimeoutMs: 200,
    });
    silent.startAgent(lifeOf('silent'));
    const { reason } = await bench.reports.until('exited', ({ agentId }) => agentId === 'silent');
    expect(reason).toBe('was not ready within 200 ms');
  });

  it('is reported when it speaks another version of the protocol', async () => {
    const program = `console.log(JSON.stringify({ type: 'ready', protocol: 99 })); setInterval(() => {}, 1000)`;
    bench.runtime({ agentCommand: `"${process.execPath}" -e "${program}"` }).startAgent(lifeOf('a1'));
    expect((await bench.reports.until('exited')).reason).toBe('speaks version 99 of the protocol, not 1');
  });

  it('is killed when it says an end that cannot be understood, as nobody would ever hear it', async () => {
    const program = `const say = (message) => console.log(JSON.stringify(message));
      say({ type: 'later version' }); say({ type: 'ready', protocol: 1 });
      process.stdin.on('data', (text) => String(text).includes('run') && say({ type: 'failed', lease: 'lease-1', code: 5 }));`;
    const runtime = await bench.ready({ agentCommand: `"${process.execPath}" -e "${program}"` });
    bench.give(runtime, { do: 'nothing' });
    expect((await bench.reports.until('exited')).reason).toMatch(/^broke the protocol: bad failed message: code: /);
  });
});

describe('memory', () => {
  it('over the limit costs the process its life', async () => {
    const runtime = await bench.ready({ memoryLimitMb: 200, healthIntervalMs: 50 });
    bench.give(runtime, { do: 'eatBuffers', mebibytes: 250 });
    expect((await bench.reports.until('exited')).reason).toMatch(
      /^memory limit of 200 MiB exceeded: \d+ MiB resident$/,
    );
  });

  it('that the heap has no more of is named too', async () => {
    const runtime = await bench.ready({ memoryLimitMb: 64, watchIntervalMs: 600_000 });
    bench.give(runtime, { do: 'eatHeap' });
    expect((await bench.reports.until('exited')).reason).toBe('memory limit reached: JavaScript heap out of memory');
  });

  it('and processor time are measured, from 0 to 1', async () => {
    const runtime = await bench.ready({ healthIntervalMs: 50 });
    const measured = await bench.result(runtime, { do: 'measure' });
    expect(measured).toMatchObject({ memoryBytes: expect.any(Number), cpuMs: expect.any(Number) });
    while (runtime.measure('a1')?.memoryUsage === null) await bench.result(runtime, { do: 'measure' });
    const figures = runtime.measure('a1');
    expect(figures?.memoryUsage).toBeGreaterThan(0.05);
    expect(figures?.memoryUsage).toBeLessThanOrEqual(1);
    expect(figures?.cpuUsage).toBeGreaterThanOrEqual(0);
    expect(figures?.heapUsedBytes).toBeGreaterThan(1_000_000);
    expect(Math.abs(Date.now() - (figures?.lastHeartbeatAtMs ?? 0))).toBeLessThan(60_000);
  });
});

describe('standard output', () => {
  it('is the protocol alone: what handlers print is logged', async () => {
    const runtime = await bench.ready();
    await bench.result(runtime, { do: 'print' });
    await bench.reports.until('log', ({ message }) => message === 'printed by a handler');
    await bench.reports.until('log', ({ message }) => message === 'written by a handler');
    expect(bench.reports.of('log').map(({ level }) => level)).toEqual(['info', 'info']);
  });

  it('may hold garbage: it is warned of, not repeated, and spoils no message', async () => {
    const runtime = await bench.ready();
    expect(await bench.result(runtime, { do: 'garbage' })).toBe('heard all the same');
    const warnings = bench.reports.of('log').filter(({ level }) => level === 'warn');
    expect(warnings.map(({ message }) => message)).toEqual([
      'unreadable line of 7 characters on standard output: not a JSON object',
      'unreadable line of 10 characters on standard output: not a JSON object',
    ]);
  });

  it('with a line of 20 MB is cut and costs the process its life', async () => {
    const runtime = await bench.ready();
    const before = process.memoryUsage().arrayBuffers;
    bench.give(runtime, { do: 'flood', bytes: 20_000_000 });
    expect((await bench.reports.until('exited')).reason).toBe(
      'a line of more than 1048576 bytes on its standard output',
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  it('with a flood of lines costs the process its life', async () => {
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'floodLines', lines: 3_000_000 });
    expect((await bench.reports.until('exited')).reason).toBe('flooded its standard output');
    expect(bench.reports.of('log').length).toBeLessThanOrEqual(1_000);
  });

  it('that is closed costs the process its life: nobody would hear it', async () => {
    const program = `require('fs').closeSync(1); setInterval(() => {}, 1000)`;
    bench.runtime({ agentCommand: `"${process.execPath}" -e "${program}"` }).startAgent(lifeOf('a1'));
    expect((await bench.reports.until('exited')).reason).toBe('closed its standard output');
  });

  it('is not flooded by what a handler logs', async () => {
    const runtime = await bench.ready();
    await bench.result(runtime, { do: 'logOften' });
    await bench.result(runtime, { do: 'nothing' });
    expect(bench.reports.of('log').length).toBeLessThan(1_000);
  });
});

describe('what an agent started', () => {
  it.each(['killed', 'stopped'])('is ended when the agent is %s', async (how) => {
    const port = await witness.listen();
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'grandchildWitnessed', port });
    await witness.arrived('grandchild');
    if (how === 'killed') process.kill(await pidOf(runtime), 'SIGKILL');
    else runtime.stopAgent('a1', 0, false);
    await witness.gone('grandchild');
  });

  it('is ended, and so is an agent with a blocking handler, when the server is killed with SIGKILL', async () => {
    const port = await witness.listen();
    const server = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('./fixtures/server.mjs', import.meta.url)),
        fileURLToPath(new URL('../../dist/agents/process-runtime.js', import.meta.url)),
        HANDLERS,
        join(bench.directory, 'agents'),
        String(port),
      ],
      { stdio: 'inherit' },
    );
    await Promise.all([witness.arrived('agent'), witness.arrived('grandchild')]);
    server.kill('SIGKILL');
    await once(server, 'exit');
    await Promise.all([witness.gone('agent'), witness.gone('grandchild')]);
  });
});

describe('stopping', () => {
  it('lets a running handler see its signal, and reports nothing of the attempt', async () => {
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'untilCancelled' });
    await bench.reports.until('started');
    await runtime.close(20_000);
    expect(bench.reports.all.map(({ kind }) => kind)).toEqual(['ready', 'started']);
  });

  it('kills what does not end within the grace, and a shorter grace given later counts', async () => {
    const port = await witness.listen();
    const runtime = await bench.ready();
    bench.give(runtime, { do: 'loopWitnessed', port, name: 'looping' });
    await witness.arrived('looping');
    runtime.stopAgent('a1', 600_000, false);
    await runtime.close(50);
    await witness.gone('looping');
  });

  it('comes before starting again: a fresh life begins when the old process is gone', async () => {
    const port = await witness.listen();
    const runtime = await bench.ready({ cancelGraceMs: 50 });
    bench.give(runtime, { do: 'loopWitnessed', port, name: 'old life' });
    await witness.arrived('old life');
    const order: string[] = [];
    const gone = witness.gone('old life').then(() => order.push('old gone'));
    bench.reports.forget();
    runtime.startAgent(lifeOf('a1', 2));
    const ready = bench.reports.until('ready').then(() => order.push('new ready'));
    await Promise.all([gone, ready]);
    expect(order).toEqual(['old gone', 'new ready']);
    expect(bench.reports.of('exited')).toEqual([]);
  });

  it('while still starting leaves nothing behind', async () => {
    const runtime = bench.runtime();
    runtime.startAgent(lifeOf('a1'));
    runtime.stopAgent('a1', 1_000, true);
    runtime.startAgent(lifeOf('a1', 2));
    await bench.reports.until('ready');
    await runtime.close(1_000);
    expect(bench.reports.all.map(({ kind }) => kind)).toEqual(['ready']);
  });
});
