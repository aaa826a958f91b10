import { z } from 'zod';
import type { AgentMessage } from './protocol.js';

const lease = z.string();
const text = z.string().nullish();
/** Of an agent's own ids and folder, which may be shown to people. */
const place = z.string().max(4_096).nullish();

const schemas = {
  ready: z.object({ type: z.literal('ready'), protocol: z.number() }),
  started: z.object({ type: z.literal('started'), lease }),
  progress: z.object({ type: z.literal('progress'), lease, fraction: z.number(), note: text }),
  completed: z.object({ type: z.literal('completed'), lease, result: z.unknown().optional() }),
  failed: z.object({
    type: z.literal('failed'),
    lease,
    code: z.string(),
    message: z.string(),
    retryable: z.boolean().optional(),
    retryAfterMs: z.number().nonnegative().nullish(),
  }),
  released: z.object({ type: z.literal('released'), lease }),
  log: z.object({
    type: z.literal('log'),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    message: z.string(),
    lease: text,
  }),
  health: z.object({ type: z.literal('health'), heapUsedBytes: z.number().nonnegative().nullish() }),
  'canary.stored': z.object({ type: z.literal('canary.stored'), check: z.string() }),
  'canary.found': z.object({
    type: z.literal('canary.found'),
    check: z.string(),
    found: z.array(z.object({ key: z.string(), value: z.string() })),
    workDir: place,
    contextWindowId: place,
    toolSessionId: place,
    memoryHandleId: place,
  }),
} satisfies { [Type in AgentMessage['type']]: z.ZodType<Extract<AgentMessage, { type: Type }>> };

export type ReadLine =
  | { readonly kind: 'message'; readonly message: AgentMessage }
  /** A message type of a later version. */
  | { readonly kind: 'unknown' }
  /** No message, or one that may be lost. */
  | { readonly kind: 'garbage'; readonly why: string }
  /** A message with wrong fields for whose meaning somebody would wait for ever. */
  | { readonly kind: 'violation'; readonly why: string };

const AWAITED: ReadonlySet<string> = new Set<AgentMessage['type']>(['ready', 'completed', 'failed', 'released']);

/** Reads one line of an agent's standard output. Agents are not trusted: anything may stand there. */
export function readAgentLine(line: string): ReadLine {
  // A look is much cheaper than an exception, and garbage may come in floods.
  if (!line.trimStart().startsWith('{')) return { kind: 'garbage', why: 'not a JSON object' };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'garbage', why: 'not JSON' };
  }
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') return { kind: 'garbage', why: 'no object with a type' };
  if (!isKnown(type)) return { kind: 'unknown' };
  const parsed = schemas[type].safeParse(value);
  if (parsed.success) return { kind: 'message', message: parsed.data };
  const issue = parsed.error.issues[0];
  const why = `bad ${type} message: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
  return { kind: AWAITED.has(type) ? 'violation' : 'garbage', why };
}

function isKnown(type: string): type is AgentMessage['type'] {
  return Object.hasOwn(schemas, type);
}
