import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PoolClient } from '../support/client.js';
import { Exposition } from '../support/exposition.js';
import { runServer, startServer, type LogLine, type RunningServer } from '../support/server.js';

interface Profile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[];
  readonly samples: readonly number[];
  readonly startTime: number;
  readonly endTime: number;
}

const written = ({ event }: LogLine): boolean => event === 'profile.written';

describe('a profile', () => {
  let server: RunningServer;
  let folder: string;
  beforeAll(async () => {
    server = await startServer({ args: ['--size', '0', '--profile-seconds', '1'] });
    folder = join(server.dataDir, 'profiles');
  });
  afterAll(() => server.stop());

  it('is taken of the running server at SIGUSR2, one at a time, while it answers', async () => {
    const client = new PoolClient(server.url);
    server.process.kill('SIGUSR2');
    await server.logged(({ event }) => event === 'profile.started');
    server.process.kill('SIGUSR2');
    await server.logged(({ event }) => event === 'profile.refused');
    while (!server.logs().some(written)) await client.ask('{ pool { queueLength tasks(first: 5) { totalCount } } }');
    const line = await server.logged(written);
    const [cpu, heap] = [String(line['cpu']), String(line['heap'])];
    const profile = JSON.parse(readFileSync(cpu, 'utf8')) as Profile;
    expect(profile.samples.length).toBeGreaterThan(10);
    expect(profile.endTime - profile.startTime).toBeGreaterThan(900_000);
    const functions = profile.nodes.map(({ callFrame }) => callFrame.functionName);
    expect(functions).toEqual(expect.arrayContaining(['handle']));
    expect(JSON.parse(readFileSync(heap, 'utf8'))).toMatchObject({
      process: { rss: expect.any(Number), heapUsed: expect.any(Number) },
      heap: { used_heap_size: expect.any(Number), heap_size_limit: expect.any(Number) },
    });
    for (const file of [cpu, heap]) expect(statSync(file).mode & 0o077).toBe(0);
    expect((await Exposition.of(server.url)).value('coordination_pool_profiles_total')).toBe(1);
  });

  it('takes the place of the oldest when there are five, and of no file that is not its own', async () => {
    for (let day = 1; day <= 6; day += 1) {
      for (const name of [`cpu-2020-01-0${String(day)}.cpuprofile`, `heap-2020-01-0${String(day)}.json`])
        writeFileSync(join(folder, name), '{}');
    }
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    const before = server.logs().filter(written).length;
    server.process.kill('SIGUSR2');
    await server.logged((line) => written(line) && server.logs().filter(written).length > before);
    const names = readdirSync(folder).sort();
    expect(names.filter((name) => name.startsWith('cpu-'))).toHaveLength(5);
    expect(names.filter((name) => name.startsWith('heap-'))).toHaveLength(5);
    expect(names).not.toContain('cpu-2020-01-01.cpuprofile');
    expect(names).toContain('notes.txt');
  });

  it('is of a minute at most', async () => {
    const { code, stderr } = await runServer(['--profile-seconds', '61']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--profile-seconds')]);
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
  });
});
