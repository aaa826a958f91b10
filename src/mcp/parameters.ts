import { z } from 'zod';
import { Rejection } from '../core/rejection.js';
import { TASK_TYPES } from '../core/task-type.js';
import type { Payload } from '../core/task.js';
import { shortened } from '../lib/shortened.js';
import { MAX_INT } from './bounds.js';

interface Message {
  readonly error: (issue: { readonly input?: unknown }) => string;
}

/** Messages stand behind the name of the parameter: "priority must be from 0 to 9". */
function must(rule: string): Message {
  return { error: ({ input }) => (input === undefined ? 'is needed' : `must ${rule}`) };
}

/** Text of 1 to `most` characters that is more than blanks. */
export function text(most: number): z.ZodString {
  const rule = `must have 1 to ${String(most)} characters and not be blank`;
  return z
    .string(must('be a text'))
    .refine((value) => isWithin(value, most) && /\S/.test(value), rule)
    .meta({ minLength: 1, maxLength: most });
}

/** Text of up to `most` characters, also none. */
export function textUpTo(most: number): z.ZodString {
  return z
    .string(must('be a text'))
    .refine((value) => isWithin(value, most), `must have at most ${String(most)} characters`)
    .meta({ maxLength: most });
}

/** As GraphQL counts them, and JSON Schema: by code points. */
function isWithin(value: string, most: number): boolean {
  if (value.length <= most) return true;
  return value.length <= most * 2 && Array.from(value).length <= most;
}

/** A whole number from `least` to `most`, both included. */
export function whole(least: number, most: number, unit = ''): z.ZodInt {
  const rule =
    most === MAX_INT ? `be at least ${String(least)}${unit}` : `be from ${String(least)} to ${String(most)}${unit}`;
  return z.int(must('be a whole number')).min(least, `must ${rule}`).max(most, `must ${rule}`);
}

export function between(least: number, most: number): z.ZodNumber {
  const rule = `must be from ${String(least)} to ${String(most)}`;
  return z.number(must('be a number')).min(least, rule).max(most, rule);
}

export function oneOf<const Values extends readonly [string, ...string[]]>(
  values: Values,
): z.ZodEnum<{ [Value in Values[number]]: Value }> {
  return z.enum(values, must(`be one of ${values.join(', ')}`));
}

export function listOf<Item extends z.ZodType>(item: Item, most: number): z.ZodArray<Item> {
  return z.array(item, must('be a list')).max(most, `must have at most ${String(most)} items`);
}

export function flag(): z.ZodBoolean {
  return z.boolean(must('be true or false'));
}

export function id(): z.ZodString {
  return z.string(must('be an id'));
}

/** Any JSON object, handed on as it is: every key of it counts, whatever it is called. */
export function jsonObject(): z.ZodType<Payload> {
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  return z
    .unknown()
    .refine(isObject, 'must be a JSON object')
    .meta({ type: 'object' }) as unknown as z.ZodType<Payload>;
}

export const taskType = oneOf(TASK_TYPES);

export const poolName = z
  .string(must('be a text'))
  .regex(/^[a-z0-9_-]{1,64}$/, 'must have 1 to 64 lower-case letters, digits, - and _')
  .default('default');

export const existingPool = poolName.describe('Name of a pool that exists.');
export const leaseTokenText = z.string(must('be a text'));
export const taskId = id().describe('Id of a task, as submit_task and list_tasks give it.');
export const agentId = id().describe('Id of an agent, as pool_status gives it.');

/**
 * The parameters as the tool takes them. Refuses the first that is not right (`BAD_USER_INPUT`) by its name, unknown ones too. Null counts as
 * left out, for many callers fill in every parameter.
 */
export function parseParameters<Parameters extends z.ZodObject>(
  schema: Parameters,
  given: unknown,
): z.output<Parameters> {
  const known = Object.entries(given ?? {}).filter(([, value]) => value !== null);
  const result = schema.safeParse(Object.fromEntries(known));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [field = ''] = issue.keys;
    throw new Rejection('BAD_USER_INPUT', `There is no parameter ${JSON.stringify(shortened(field))}.`, {
      field: shortened(field),
    });
  }
  const [field = ''] = issue?.path ?? [];
  throw new Rejection('BAD_USER_INPUT', `${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}.`, {
    field: String(field),
  });
}
