import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { EXIT } from '../../src/cli/exit-code.js';
import { runCommand } from '../support/command-line.js';
import { startServer } from '../support/server.js';

const folder = mkdtempSync(join(tmpdir(), 'cli-keys-'));
const file = join(folder, 'keys.json');
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('coordination-pool keys', () => {
  const keys = (...args: string[]): ReturnType<typeof runCommand> =>
    runCommand(['keys', ...args, '--api-keys-file', file]);

  it('makes a key that a server takes, lists it without it, and revokes it while the server runs', async () => {
    const made = await keys('create', 'ci', '--role', 'submitter,viewer', '--expires-in', '30d');
    expect([made.code, statSync(file).mode & 0o777]).toEqual([EXIT.ok, 0o600]);
    const key = made.stdout.trim();
    const server = await startServer({ args: ['--durability', 'memory', '--size', '0', '--api-keys-file', file] });
    const ask = (): ReturnType<typeof runCommand> =>
      runCommand(['pools', '--url', server.url], { env: { COORDINATION_POOL_API_KEY: key } });
    expect((await ask()).code).toBe(EXIT.ok);
    const listed = await keys('list', '--json');
    expect(listed.stdout).not.toContain(key);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: 'ci', roles: ['submitter', 'viewer'] }]);
    const asked = await keys('revoke', 'ci');
    expect([asked.code, asked.stderr]).toEqual([EXIT.usage, expect.stringContaining('--yes')]);
    expect((await keys('revoke', 'ci', '--yes')).code).toBe(EXIT.ok);
    let after = await ask();
    while (after.code === EXIT.ok) after = await ask();
    expect(after.code).toBe(EXIT.notAllowed);
    expect((await keys('list')).stdout).toMatch(/ci +submitter,viewer +all +revoked/);
    await server.stop();
  });

  it.each([
    ['a name that is taken', ['create', 'ci', '--role', 'viewer'], EXIT.refused, 'there is a key ci already'],
    ['a role that there is not', ['create', 'x', '--role', 'king'], EXIT.usage, 'must be of viewer'],
    ['no role', ['create', 'x'], EXIT.usage, '--role'],
    ['a time that is none', ['create', 'x', '--role', 'viewer', '--expires-in', 'soon'], EXIT.usage, '12h or 30d'],
    ['a key that there is not', ['revoke', 'x', '--yes'], EXIT.refused, 'there is no key x'],
  ])('refuses %s, and changes nothing', async (_what, args, expected, message) => {
    const before = (await keys('list', '--json')).stdout;
    const { code, stdout, stderr } = await keys(...args);
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringContaining(message)]);
    expect((await keys('list', '--json')).stdout).toBe(before);
  });

  it('wants to know which file', async () => {
    const { code, stderr } = await runCommand(['keys', 'list']);
    expect([code, stderr]).toEqual([EXIT.usage, expect.stringContaining('--api-keys-file')]);
  });
});
