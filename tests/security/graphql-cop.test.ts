import { afterAll, describe, expect, it } from '@jest/globals';
import { Keys } from '../access/keys.js';
import { startServer } from '../support/server.js';
import { answersTypename, CHECKS } from './graphql-cop.js';

const keys = new Keys();
const admin = keys.add('admin', ['admin']);
afterAll(() => {
  keys.remove();
});

const AUTHENTICATION = ['--api-keys-file', keys.path];
const CLOSED = ['--introspection', 'closed'];

/** What the schema is for: to be looked at, by whoever is let in. */
const OPEN = ['introspection', 'a type by its name', 'field suggestions', 'an editor for everybody'];

describe.each([
  ['with a closed schema, without authentication', CLOSED, {}, []],
  ['with a closed schema and authentication, by a stranger', [...AUTHENTICATION, ...CLOSED], {}, []],
  ['with a closed schema and authentication, by an admin', [...AUTHENTICATION, ...CLOSED], admin, []],
  ['with authentication, by a stranger', AUTHENTICATION, {}, ['an editor for everybody']],
  ['with authentication, by an admin', AUTHENTICATION, admin, OPEN],
  ['as it is by default, on a loopback address', [], {}, OPEN],
] as const)('a scan of a server %s', (_which, args, headers, expected) => {
  it(`finds ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, async () => {
    const server = await startServer({
      args: ['--durability', 'memory', '--size', '0', '--agent-kind', 'REMOTE', ...args],
    });
    try {
      const target = { url: server.url, headers };
      const found: string[] = [];
      for (const [name, check] of Object.entries(CHECKS)) if (await check(target)) found.push(name);
      expect(found).toEqual(expected);
      const isLetIn = !(args as readonly string[]).includes('--api-keys-file') || 'authorization' in headers;
      expect(await answersTypename(target)).toBe(isLetIn);
      expect(server.logs().filter(({ level }) => level === 'error')).toEqual([]);
    } finally {
      await server.stop();
    }
  });
});
