import { resolve } from 'node:path';
import { readKeyFile, type StoredKey } from '../../access/key-file.js';
import { createKey, KeyStoreError, revokeKey } from '../../access/key-store.js';
import type { Call, Handler } from '../call.js';
import { CommandError, usageError } from '../command-error.js';
import { confirmed } from '../confirm.js';
import { set } from '../connection.js';
import { EXIT } from '../exit-code.js';
import { printRows, wordAt } from '../results.js';
import { age } from '../shown.js';

interface Options {
  readonly apiKeysFile?: string;
}

export const createApiKey: Handler<
  Options & { readonly role: readonly string[]; readonly pool?: readonly string[]; readonly expiresIn?: number }
> = (call) =>
  onFile(call, (path) => {
    const { role: roles, pool: pools = null, expiresIn } = call.options;
    const now = Date.now();
    const expiresAt = expiresIn === undefined ? null : new Date(now + expiresIn).toISOString();
    const name = wordAt(call.args, 0);
    call.terminal.data(createKey(path, { name, roles, pools, expiresAt }, now));
    call.terminal.note(`The key ${name} is in ${path} as a hash; this is the only time that it is shown.`);
  });

export const listApiKeys: Handler<Options & { readonly json?: boolean }> = (call) =>
  onFile(call, (path) => {
    const now = Date.now();
    const keys = readKeyFile(path).map(({ sha256: _, roles = ['admin'], ...key }) => ({ ...key, roles }));
    printRows(
      call,
      [
        { title: 'KEY', of: ({ name }) => name },
        { title: 'ROLES', of: ({ roles }) => roles.join(',') },
        { title: 'POOLS', of: ({ pools }) => pools?.join(',') ?? 'all' },
        { title: 'STATE', of: (key) => stateOf(key, now) },
        { title: 'ENDS', of: ({ expiresAt }) => expiresAt ?? '' },
        { title: 'AGE', of: ({ createdAt }) => (createdAt === undefined ? '' : age(createdAt, now)), align: 'right' },
      ],
      keys,
      'There are no keys.',
    );
  });

export const revokeApiKey: Handler<Options & { readonly yes?: boolean }> = (call) =>
  onFile(call, async (path) => {
    const name = wordAt(call.args, 0);
    await confirmed(call.terminal, `This makes the key ${name} of ${path} worthless.`, call.options.yes, call.signal);
    revokeKey(path, name, Date.now());
  });

function stateOf({ revokedAt, expiresAt }: Omit<StoredKey, 'sha256'>, now: number): string {
  if (revokedAt !== undefined && Date.parse(revokedAt) <= now) return 'revoked';
  return expiresAt !== undefined && Date.parse(expiresAt) <= now ? 'over' : 'good';
}

async function onFile(
  { options: { apiKeysFile }, input: { env, cwd } }: Call<Options>,
  work: (path: string) => void | Promise<void>,
): Promise<undefined> {
  const named = apiKeysFile ?? set(env['COORDINATION_POOL_API_KEYS_FILE']);
  if (named === undefined) throw usageError('Which file? Say --api-keys-file, or COORDINATION_POOL_API_KEYS_FILE.');
  try {
    await work(resolve(cwd, named));
  } catch (error) {
    if (error instanceof CommandError || !(error instanceof Error)) throw error;
    const isRefusal = error instanceof KeyStoreError;
    throw new CommandError(isRefusal ? EXIT.refused : EXIT.usage, error.message, null, { cause: error });
  }
}
