import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alter } from '../journal/damage.js';
import { PoolClient } from '../support/client.js';
import { runCommand } from '../support/command-line.js';
import { runServer, startServer } from '../support/server.js';

const ARGS = ['--agent-kind', 'REMOTE', '--size', '2', '--max-queue', '100000'];

let root = '';
let dataDir = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'backup-server-'));
  dataDir = join(root, 'data');
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('a backup of a running server', () => {
  it('has every task that was acknowledged before it began, and is restored to a server that refuses later cursors', async () => {
    const server = await startServer({ dataDir, args: ARGS });
    const client = new PoolClient(server.url);
    await client.ask('mutation { initializePool(input: { pool: "other", size: 1 }) { cursor } }');
    const acknowledged: string[] = [];
    let stop = false;
    const load = Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!stop) acknowledged.push((await client.submit({ payload: { text: 'x'.repeat(2_000) } })).id);
      }),
    );
    while (acknowledged.length < 50) await client.submit({ pool: 'other' });
    const before = [...acknowledged];
    // In a folder that is not there yet.
    const saved = join(root, 'backups/saved');
    const backup = await runCommand(['backup', saved, '--data-dir', dataDir]);
    stop = true;
    await load;
    expect(backup).toMatchObject({ code: 0, stdout: expect.stringContaining('default: whole, records 1 to') });
    const cursor = await client.cursor();
    await server.stop();

    const restored = join(root, 'restored');
    expect(await runCommand(['restore', saved, '--data-dir', restored])).toMatchObject({ code: 0 });
    const again = await startServer({ dataDir: restored, args: ARGS });
    const there = new PoolClient(again.url);
    for (const id of before) {
      const { task } = await there.ask<{ task: { id: string } | null }>('query ($id: ID!) { task(id: $id) { id } }', {
        id,
      });
      expect(task).toEqual({ id });
    }
    expect((await there.ask<{ pools: { name: string }[] }>('{ pools { name } }')).pools).toHaveLength(2);
    const late = await there.send('query ($after: Cursor) { events(after: $after) { endCursor } }', { after: cursor });
    expect(late.errors[0]?.extensions).toMatchObject({ code: 'CURSOR_EXPIRED' });
    await there.submit({});
    await again.stop();
  });

  it('is made by the command itself where no server runs, is refused twice, and into what is not empty', async () => {
    const server = await startServer({ dataDir, args: ARGS });
    await new PoolClient(server.url).submit({});
    await server.stop();
    expect(existsSync(join(dataDir, 'server.json'))).toBe(false);
    const saved = join(root, 'saved');
    expect(await runCommand(['backup', saved, '--data-dir', dataDir])).toMatchObject({ code: 0 });
    expect(await runCommand(['backup', saved, '--data-dir', dataDir])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${saved} is there already`),
    });
    expect(await runCommand(['restore', saved, '--data-dir', dataDir])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${dataDir} is not empty`),
    });
    expect(await runCommand(['restore', '--data-dir', dataDir])).toMatchObject({ code: 2 });
  });

  it('is refused where logs are kept in memory, and under a name that could lead elsewhere', async () => {
    const server = await startServer({ dataDir, args: [...ARGS, '--durability', 'memory'] });
    const client = new PoolClient(server.url);
    const answer = await client.send('mutation { createBackup { path } }');
    expect(answer).toMatchObject({ status: 409, errors: [{ extensions: { code: 'INVALID_STATE' } }] });
    const name = await client.send('mutation { createBackup(input: { name: "../elsewhere" }) { path } }');
    expect(name.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name' });
    await server.stop();
  });
});

describe('verify', () => {
  it('prints what is lost and where, and its exit code says whether anything is', async () => {
    const server = await startServer({ dataDir, args: ARGS });
    for (let index = 0; index < 5; index += 1) await new PoolClient(server.url).submit({});
    expect(await runCommand(['verify', dataDir])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('in use by another process'),
    });
    await server.stop();
    expect(await runCommand(['verify', dataDir])).toMatchObject({ code: 0, stdout: expect.stringContaining('whole') });
    alter(join(dataDir, 'pools', 'default'), 'UPDATE batch SET crc = 0 WHERE last = (SELECT max(last) FROM batch)');
    const { code, stdout } = await runCommand(['verify', '--data-dir', dataDir]);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /default: DAMAGED, records 1 to \d+\n {2}lost: records \d+ to \d+\n.*log\.db: page \d+: row/,
    );
    await writeFile(join(root, 'file'), '');
    expect(await runCommand(['verify', root])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no data directory'),
    });
  });
});

describe('the lock on a data directory', () => {
  it('is taken before anything is started, and a server that was killed leaves none', async () => {
    const server = await startServer({ dataDir, args: ARGS });
    const second = await runServer([...ARGS, '--port', '0', '--data-dir', dataDir, '--log-format', 'json']);
    expect(second).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining(`${dataDir} is in use`) });
    await server.kill();
    const third = await startServer({ dataDir, args: ARGS });
    await third.stop();
  });
});
