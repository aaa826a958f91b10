import { z } from 'zod';
import { isNetwork } from '../lib/ip-networks.js';

/** One key: what it may hold, what it holds where nobody says, and how it is told to people. */
export interface Key<Value> {
  readonly schema: z.ZodType<Value>;
  readonly fallback: Value;
  readonly description: string;
  /** In place of COORDINATION_POOL_<NAME>. */
  readonly env?: string;
  /** What stands for the value in `--help`; null where the flag alone turns it on. */
  readonly value: string | null;
  /** How the default is told where it is not a plain value. */
  readonly shown?: string;
  /** Relative ones count from the folder of the file they stand in, else from the current one. */
  readonly isPath?: boolean;
  /** A path that is there before the server is. */
  readonly exists?: boolean;
}

export function key<Value>(
  schema: z.ZodType<Value>,
  fallback: Value,
  value: string | null,
  description: string,
  more: Pick<Key<Value>, 'env' | 'shown' | 'isPath' | 'exists'> = {},
): Key<Value> {
  return { schema, fallback, value, description, ...more };
}

export const path = { isPath: true };
export const existing = { isPath: true, exists: true };

/** Command lines and environments have only strings, a file has numbers. */
export function whole(min: number, max: number): z.ZodType<number> {
  const message = `must be a whole number from ${min} to ${max}`;
  const numeric = (value: unknown): unknown =>
    typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  return z.preprocess(numeric, z.int(message).min(min, message).max(max, message));
}

/** A flag without a value; in the environment `true` or `false`. */
export function onOrOff(): z.ZodType<boolean> {
  const told = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);
  return z.preprocess(told, z.boolean('must be true or false'));
}

export function oneOf<const Values extends readonly [string, ...string[]]>(
  ...values: Values
): z.ZodType<Values[number]> {
  return z.enum(values, `must be one of ${values.join(', ')}`);
}

export const text = z.string('must be a text').min(1, 'must not be empty');

export function url(): z.ZodType<string> {
  const isHttp = (value: string): boolean => /^https?:$/.test(URL.parse(value)?.protocol ?? '');
  return text.refine(isHttp, 'must be an http or https address, such as http://127.0.0.1:4100/health');
}

/** On a command line with commas between, in a file a list. */
function separated(value: unknown): unknown {
  return typeof value === 'string'
    ? value
        .split(',')
        .map((each) => each.trim())
        .filter((each) => each !== '')
    : value;
}

export function listOfOne(...values: readonly [string, ...string[]]): z.ZodType<readonly string[]> {
  const message = `must be a list of ${values.join(', ')}`;
  return z.preprocess(separated, z.array(z.enum(values, message), message).min(1, 'must not be empty'));
}

const NETWORKS = 'must be a list of addresses and networks, such as 127.0.0.1,10.0.0.0/8';

export const networks = z.preprocess(separated, z.array(z.string(NETWORKS).refine(isNetwork, NETWORKS), NETWORKS));

/** `https://pool.example.com`: what browsers send, without a path. */
export const origins = z.preprocess(
  separated,
  z.array(
    z
      .string('must be a list of origins')
      .refine((value) => URL.parse(value)?.origin === value, 'must be origins, such as https://pool.example.com'),
    'must be a list of origins',
  ),
);
