import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ProcessRuntimeOptions } from '../../src/agents/process-config.js';
import type { ProcessRuntime } from '../../src/agents/process-runtime.js';
import { isAlive, processesIn, untilGone } from '../support/processes.js';
import { Bench, lifeOf } from './fixtures/harness.js';
import { lookAgain } from '../support/look-again.js';

const HOSTILE = fileURLToPath(new URL('./fixtures/hostile.mjs', import.meta.url));
const LIAR = `"${process.execPath}" "${fileURLToPath(new URL('./fixtures/liar.mjs', import.meta.url))}"`;
/** What leaves its process group can be found only where there is a `/proc`. */
const onLinux = process.platform === 'linux' ? it : it.skip;

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.open();
});
afterEach(async () => {
  await bench.close();
});

const hostile = (options: Partial<ProcessRuntimeOptions> = {}): Promise<ProcessRuntime> =>
  bench.ready({ handlersModule: HOSTILE, ...options });

/** Gives the task and waits for the end of the process, which is gone by the time it is reported. */
async function costsTheProcess(runtime: ProcessRuntime, payload: Record<string, unknown>): Promise<string> {
  const pid = await bench.result(runtime, { do: 'pid' });
  bench.give(runtime, payload);
  const { reason } = await bench.reports.until('exited');
  expect(isAlive(Number(pid))).toBe(false);
  return reason;
}

/** The number of a process that a handler has told of in the log. */
async function told(name: string): Promise<number> {
  const { message } = await bench.reports.until('log', (line) => line.message.startsWith(`${name} `));
  return Number(message.split(' ')[1]);
}

describe('memory', () => {
  it('outside of the heap counts: buffers over the limit cost the process its life', async () => {
    const runtime = await hostile({ memoryLimitMb: 200 });
    expect(await costsTheProcess(runtime, { do: 'buffers' })).toMatch(/^memory limit of 200 MiB exceeded: \d+ MiB/);
  });

  it('on the heap counts, whoever notices first', async () => {
    const runtime = await hostile({ memoryLimitMb: 200 });
    expect(await costsTheProcess(runtime, { do: 'heap' })).toMatch(/^memory limit (of 200 MiB exceeded|reached)/);
  });

  onLinux('of what an agent has started counts too', async () => {
    const runtime = await hostile({ memoryLimitMb: 300 });
    const reason = await costsTheProcess(runtime, { do: 'groupMemory', processes: 4, mebibytes: 80 });
    expect(reason).toMatch(/^memory limit of 300 MiB exceeded: \d+ MiB resident in \d processes$/);
  });

  onLinux('that forked processes share counts once', async () => {
    const runtime = await hostile({ memoryLimitMb: 300, watchIntervalMs: 50 });
    // Resident in 5 processes: 600 MiB, as each of them counts it.
    expect(await bench.result(runtime, { do: 'sharedMemory', mebibytes: 120, processes: 4 })).toBe('forked');
    while ((runtime.measure('a1')?.memoryUsage ?? 0) < 0.5) await bench.result(runtime, { do: 'good' });
    expect(runtime.measure('a1')?.memoryUsage).toBeLessThan(1);
    expect(bench.reports.of('exited')).toEqual([]);
  });

  onLinux('that the machine has no more of is taken from agents first, not from the server', async () => {
    const runtime = await hostile();
    const pid = Number(await bench.result(runtime, { do: 'pid' }));
    expect(readFileSync(`/proc/${String(pid)}/oom_score_adj`, 'utf8').trim()).toBe('500');
  });
});

describe('a handler that blocks', () => {
  it.each(['loop', 'atomicsWait', 'execSleep', 'ignoreEverything'])(
    'and ignores its cancellation costs the process its life: %s',
    async (action) => {
      const runtime = await hostile({ cancelGraceMs: 100 });
      const pid = Number(await bench.result(runtime, { do: 'pid' }));
      bench.reports.forget();
      const lease = bench.give(runtime, { do: action });
      await bench.reports.until('started');
      runtime.cancelAttempt('a1', lease, 'too long');
      expect((await bench.reports.until('exited')).reason).toBe('did not stop a cancelled attempt within 100 ms');
      expect(isAlive(pid)).toBe(false);
    },
  );

  it('without a timeout is not ended, but warned of, and its last sign of life stays where it was', async () => {
    const runtime = await hostile({ healthIntervalMs: 50, silenceLimitMs: 500 });
    await bench.result(runtime, { do: 'good' });
    const lease = bench.give(runtime, { do: 'loop' });
    const warning = await bench.reports.until('log', ({ level }) => level === 'warn');
    expect(warning).toMatchObject({ lease, message: 'the agent has said nothing for 550 ms: its code may hang' });
    expect(Date.now() - (runtime.measure('a1')?.lastHeartbeatAtMs ?? 0)).toBeGreaterThan(400);
    expect(bench.reports.of('exited')).toEqual([]);
  });

  it('after its attempt has ended is noticed by its silence, and costs the process its life', async () => {
    const runtime = await hostile({ healthIntervalMs: 50, silenceLimitMs: 500 });
    expect(await bench.result(runtime, { do: 'loopAfterResult' })).toBe('fine');
    await bench.reports.until('log', ({ message }) => message === 'hangs now');
    const next = bench.give(runtime, { do: 'good' });
    expect((await bench.reports.until('exited')).reason).toBe(
      "has said nothing for 550 ms while no attempt's code ran in it",
    );
    expect(bench.reports.of('started').map(({ lease }) => lease)).not.toContain(next);
  });
});

describe('a handler that ends its process', () => {
  it.each([
    ['exit', 'exited with code 0'],
    ['killSelf', 'was ended by SIGKILL'],
    ['segfault', 'was ended by SIGSEGV'],
  ])('is noticed at once: %s', async (action, reason) => {
    expect(await costsTheProcess(await hostile(), { do: action })).toBe(reason);
  });
});

describe('a flood', () => {
  it.each([
    ['floodGarbage', /^flooded its standard output$/],
    ['floodMessages', /^flooded its standard output$/],
    ['floodWithoutLineEnd', /^a line of more than 1048576 bytes on its standard output$/],
    ['giantMessage', /^a line of more than 1048576 bytes on its standard output$/],
  ])('on standard output costs the process its life, and the server little: %s', async (action, reason) => {
    const runtime = await hostile();
    const before = process.memoryUsage.rss();
    expect(await costsTheProcess(runtime, { do: action })).toMatch(reason);
    expect(process.memoryUsage.rss() - before).toBeLessThan(128 * 1024 * 1024);
    expect(bench.reports.of('log').length).toBeLessThanOrEqual(300);
  });

  it.each(['floodErrors', 'floodErrorsWithoutLineEnd'])(
    'on standard error makes its writer wait, and nobody else: %s',
    async (action) => {
      const runtime = await hostile({ cancelGraceMs: 100 });
      await bench.start(runtime, lifeOf('a2'));
      const before = process.memoryUsage.rss();
      const flood = bench.give(runtime, { do: action });
      await bench.reports.until('started', ({ lease }) => lease === flood);
      const spent = process.cpuUsage();
      const since = performance.now();
      for (let nth = 0; nth < 1_000; nth += 1) await bench.result(runtime, { do: 'good' }, 'a2');
      const { user, system } = process.cpuUsage(spent);
      // What else this process does counts as well; a flood without a brake alone takes more than a core.
      expect((user + system) / 1_000 / (performance.now() - since)).toBeLessThan(1.5);
      expect(process.memoryUsage.rss() - before).toBeLessThan(128 * 1024 * 1024);
      runtime.cancelAttempt('a1', flood, 'enough');
      await bench.reports.until('exited');
    },
  );
});

describe('processes', () => {
  it('beyond the limit cost the agent its life and all of theirs: a fork bomb', async () => {
    const runtime = await hostile({ maxProcesses: 20 });
    expect(await costsTheProcess(runtime, { do: 'forkBomb' })).toBe('more than 20 processes');
    expect(processesInFolder()).toEqual([]);
  });

  onLinux('that each lead a session of their own are counted and ended as well', async () => {
    const runtime = await hostile({ maxProcesses: 20 });
    expect(await costsTheProcess(runtime, { do: 'detachedBomb' })).toBe('more than 20 processes');
    expect(processesInFolder()).toEqual([]);
  });

  onLinux.each(['exit', 'killSelf', 'throw'])('do not outlive their agent, daemons neither: %s', async (then) => {
    const runtime = await hostile();
    bench.give(runtime, { do: 'daemon', then });
    const daemon = await told('daemon');
    await bench.reports.until(then === 'throw' ? 'failed' : 'exited');
    if (then === 'throw') {
      // The agent lives on, and its daemon with it.
      expect(isAlive(daemon)).toBe(true);
      await runtime.close(0);
    }
    expect(isAlive(daemon)).toBe(false);
  });

  onLinux('that hide from everything but their parent are ended with it too, once they were seen', async () => {
    const runtime = await hostile({ watchIntervalMs: 20 });
    bench.give(runtime, { do: 'stranger' });
    const daemon = await told('daemon');
    const seen = runtime.measure('a1')?.cpuUsage;
    while (runtime.measure('a1')?.cpuUsage === seen) await lookAgain();
    await runtime.close(0);
    expect(isAlive(daemon)).toBe(false);
  });
});

describe('when the server is killed with SIGKILL', () => {
  onLinux.each(['daemon', 'stranger'])('what its agents have started ends at once: a %s', async (action) => {
    const server = await otherServer({ handlersModule: HOSTILE }, action);
    const daemon = Number(await server.said(/daemon (\d+)/));
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');
    await untilGone(daemon);
  });

  onLinux('what does not hear of it ends before the next server in that folder starts an agent', async () => {
    const server = await otherServer({ agentCommand: LIAR });
    const liar = Number(await server.said(/pid (\d+)/));
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');
    expect(isAlive(liar)).toBe(true);
    await hostile();
    expect(isAlive(liar)).toBe(false);
  });

  onLinux('and lives, nobody else touches its agents, and nobody those of another folder', async () => {
    const server = await otherServer({ agentCommand: LIAR });
    const liar = Number(await server.said(/pid (\d+)/));
    const runtime = await hostile();
    expect(isAlive(liar)).toBe(true);
    await runtime.close(0);
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');
    await bench.start(bench.runtime({ agentsDirectory: join(bench.directory, 'others') }), lifeOf('b1'));
    expect(isAlive(liar)).toBe(true);
    await bench.start(bench.runtime(), lifeOf('c1'));
    expect(isAlive(liar)).toBe(false);
  });
});

describe('an agent that lies', () => {
  it('says nothing about what is not in its hand', async () => {
    const runtime = await bench.ready({ agentCommand: LIAR });
    await bench.start(runtime, lifeOf('a2'));
    const other = bench.give(runtime, { do: 'silence' }, {}, 'a2');
    const own = bench.give(runtime, { do: 'leaseOfAnother', other });
    expect((await bench.reports.until('completed')).lease).toBe(own);
    const about = bench.reports.all.filter((report) => 'lease' in report && report.lease === other);
    expect(about).toEqual([]);
    expect(bench.reports.of('log').find(({ message }) => message === 'under a false name')?.lease).toBeNull();
  });

  it('is heard once about the start and the end of an attempt', async () => {
    const runtime = await bench.ready({ agentCommand: LIAR });
    expect(await bench.result(runtime, { do: 'resultsTwice' })).toBe('first');
    await bench.result(runtime, { do: 'nothing' });
    expect(bench.reports.of('started')).toHaveLength(1);
    expect(bench.reports.of('completed').map(({ result }) => result)).toEqual(['first', null]);
    expect([...bench.reports.of('failed'), ...bench.reports.of('released')]).toEqual([]);
  });

  it('about figures is held to what they can be', async () => {
    const runtime = await bench.ready({ agentCommand: LIAR });
    const failure = await bench.failure(runtime, { do: 'figures' });
    expect(failure.code).toHaveLength(100);
    expect(failure.retryAfterMs).toBe(86_400_000);
    expect(bench.reports.of('progressed').map(({ fraction }) => fraction)).toEqual([0]);
    expect(runtime.measure('a1')?.heapUsedBytes).toBeNull();
  });

  it('with results too deep or too large fails its attempt, and goes on', async () => {
    const runtime = await bench.ready({ agentCommand: LIAR });
    for (const action of ['deepResult', 'largeResult'])
      expect(await bench.failure(runtime, { do: action })).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
    expect(await bench.failure(runtime, { do: 'releaseUnasked' })).toMatchObject({ code: 'RELEASED' });
    expect(await bench.result(runtime, { do: 'nothing' })).toBeNull();
  });
});

/** Processes that work in a folder of this bench's agents. */
function processesInFolder(): number[] {
  return processesIn(bench.directory);
}

/** A server of its own process with one agent, in this bench's folder, whose log can be waited for. */
async function otherServer(options: { handlersModule?: string; agentCommand?: string }, action = 'silence') {
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('./fixtures/lone-server.mjs', import.meta.url)),
      fileURLToPath(new URL('../../dist/agents/process-runtime.js', import.meta.url)),
      JSON.stringify({ ...options, agentsDirectory: join(bench.directory, 'agents') }),
      action,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  const said = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) return found;
      const ended = once(child, 'exit').then(() => null);
      const chunk: unknown = await Promise.race([once(child.stdout, 'data').then(([data]) => data as unknown), ended]);
      if (chunk === null) throw new Error(`the other server has ended: ${text}`);
      text += (chunk as Buffer).toString('utf8');
    }
  };
  await said(/(ready)/);
  return { process: child, said };
}
