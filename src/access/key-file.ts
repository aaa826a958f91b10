import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Principal } from './caller.js';
import { ROLE_NAMES } from './permission.js';

/** Of names of pools, as everywhere. */
const POOL_NAME = /^[a-z0-9_-]{1,64}$/;

const instant = z.iso.datetime({ error: 'must be an instant, such as 2027-01-31T00:00:00Z', offset: true });

const StoredKey = z.strictObject({
  name: z.string('must be a text').min(1, 'must not be empty').max(100, 'must have at most 100 characters'),
  sha256: z
    .string('must be a text')
    .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits: printf %s KEY | sha256sum'),
  /** Left out in files from before there were roles: then it may do everything, as it could. */
  roles: z
    .array(z.enum(ROLE_NAMES as [string, ...string[]], `must be of ${ROLE_NAMES.join(', ')}`))
    .min(1, 'must not be empty')
    .optional(),
  /** Left out: all. */
  pools: z
    .array(z.string('must be a text').regex(POOL_NAME, 'must be names of pools'))
    .min(1, 'must not be empty')
    .optional(),
  createdAt: instant.optional(),
  expiresAt: instant.optional(),
  revokedAt: instant.optional(),
});

const KeyFile = z.strictObject({
  keys: z
    .array(StoredKey, 'must be a list of { "name", "sha256", "roles" }')
    .min(1, 'must not be empty')
    .refine((keys) => new Set(keys.map(({ name }) => name)).size === keys.length, 'must each have a name of its own'),
});

/** A key as the file has it: never the key itself, only its hash. A key is random, so it needs no salt. */
export type StoredKey = z.infer<typeof StoredKey>;

/** Throws an error that names the file, and what is wrong with it. */
export function readKeyFile(path: string): readonly StoredKey[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const result = KeyFile.safeParse(content);
  if (result.success) return result.data.keys;
  const [issue] = result.error.issues;
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`);
}

/** A key that is revoked is over from then on. */
export function principalOf({ name, roles = ['admin'], pools, expiresAt, revokedAt }: StoredKey): Principal {
  const ends = [expiresAt, revokedAt].flatMap((end) => (end === undefined ? [] : [Date.parse(end)]));
  return {
    name,
    roles: roles as Principal['roles'],
    pools: pools ?? null,
    expiresAtMs: ends.length === 0 ? null : Math.min(...ends),
  };
}
