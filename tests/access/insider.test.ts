import { afterAll, describe, expect, it } from '@jest/globals';
import { noAuthentication } from '../../src/access/authentication.js';
import { createCredentials } from '../../src/access/credentials.js';
import { withInsider } from '../../src/access/insider.js';
import { Keys } from './keys.js';

const DEMO = { name: 'demo', roles: ['operator'], pools: ['default'], expiresAtMs: null } as const;

describe('an insider', () => {
  const keys = new Keys();
  const { authorization } = keys.add('ci', ['viewer']);
  const credentials = createCredentials({ keysFile: keys.path, jwt: null, onUnreadable: () => undefined });
  const insider = withInsider(credentials, DEMO);
  const nameOf = async (shown: unknown): Promise<string | undefined> =>
    (await insider.authentication.authenticate(shown))?.principal?.name;
  afterAll(() => {
    credentials.close();
    keys.remove();
  });

  it('is known by its key, and the others by theirs', async () => {
    expect(await nameOf(insider.authorization)).toBe('demo');
    expect(await nameOf(authorization)).toBe('ci');
  });

  it('has a key that nobody guesses, and another one each time', async () => {
    expect(insider.authorization).toMatch(/^Bearer [\w-]{43}$/);
    expect(withInsider(credentials, DEMO).authorization).not.toBe(insider.authorization);
    for (const shown of [undefined, 'Bearer', 'Bearer x', `${insider.authorization ?? ''}x`])
      expect(await nameOf(shown)).toBeUndefined();
  });

  it('sees the pools it is for alone', async () => {
    const caller = await insider.authentication.authenticate(insider.authorization);
    expect([caller?.sees('default'), caller?.sees('other')]).toEqual([true, false]);
  });

  it('needs none where authentication is off', () => {
    expect(withInsider(noAuthentication, DEMO)).toEqual({ authentication: noAuthentication });
  });
});
