import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Who calls, by the name of the key. Null where authentication is off. */
export interface Principal {
  readonly name: string;
}

export interface Authentication {
  readonly isOn: boolean;
  /** `authorization` is the header's value or what stands for it; undefined: refused. */
  authenticate(authorization: unknown): Principal | null | undefined;
}

const KeysFile = z.strictObject({
  keys: z
    .array(
      z.strictObject({
        name: z.string('must be a text').min(1, 'must not be empty'),
        sha256: z
          .string('must be a text')
          .regex(/^[0-9a-f]{64}$/i, 'must be 64 hexadecimal digits: printf %s KEY | sha256sum'),
      }),
      'must be a list of { "name", "sha256" }',
    )
    .min(1, 'must not be empty'),
});

export const noAuthentication: Authentication = { isOn: false, authenticate: () => null };

/** Reads the file now; throws an error that says what is wrong with it. */
export function readApiKeys(path: string): Authentication {
  const keys = parse(path).map(({ name, sha256 }) => ({ principal: { name }, hash: Buffer.from(sha256, 'hex') }));
  return {
    isOn: true,
    authenticate(authorization) {
      const key = typeof authorization === 'string' ? /^Bearer +(\S+)\s*$/i.exec(authorization)?.[1] : undefined;
      if (key === undefined) return undefined;
      const hash = createHash('sha256').update(key).digest();
      // All are compared, each in constant time, so that the time tells nothing of which one fits how far.
      return keys.filter((each) => timingSafeEqual(each.hash, hash))[0]?.principal;
    },
  };
}

function parse(path: string): z.infer<typeof KeysFile>['keys'] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const result = KeysFile.safeParse(content);
  if (result.success) return result.data.keys;
  const [issue] = result.error.issues;
  throw new Error(`${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`);
}
