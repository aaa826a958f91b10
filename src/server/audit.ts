import type { Caller } from '../access/caller.js';
import type { GraphContext } from '../graphql/context.js';
import type { MutationReport } from '../graphql/mutation-report.js';
import { shortened } from '../lib/shortened.js';
import type { Refused } from './admission/admission.js';
import { toPublicError } from './admission/public-error.js';
import type { Logger } from './log.js';

/** Ids in one line; of more there is the number. */
const MAX_IDS = 100;

/** Something that was to change what is there, and what came of it. */
export interface Audited {
  readonly by: 'graphql' | 'mcp';
  /** Name that the caller gave his operation, null where none; a tool's own. */
  readonly operation: string | null;
  /** Root field, or the tool. */
  readonly field: string;
  readonly principal: string | null;
  readonly code: string | null;
  readonly traceId: string | null;
  readonly ms: number;
  /** What it was called with, and what it gave. Nothing of either is told but ids and names of pools and dependencies. */
  readonly input: unknown;
  readonly payload: unknown;
}

/** Where audit lines go: they are written whatever the level of the log, unless it is silent. */
export function auditLogOf(logger: Logger): Logger {
  return logger.level === 'silent' || logger.isLevelEnabled('info') ? logger : logger.child({}, { level: 'info' });
}

/** One line for each mutation and each tool with an effect, done or refused: who, what, on which. */
export function logAudit(logger: Logger, audited: Audited): void {
  const { by, operation, field, principal, code, traceId, ms, input, payload } = audited;
  const { pool, dependency, taskIds, agentIds, tasks, agents } = touched(input, payload);
  // Every field by name: an object put together from others costs three times as much as the line.
  logger.info({
    event: 'audit',
    by,
    operation: operation === null ? null : shortened(operation),
    field,
    principal,
    code: code ?? 'OK',
    pool,
    dependency,
    taskIds,
    agentIds,
    tasks,
    agents,
    traceId,
    durationMs: Math.round(ms * 1_000) / 1_000,
  });
}

/** A tool that may change something, as a mutation may. */
export interface AuditedCall {
  readonly tool: string;
  readonly from: {
    readonly caller: { readonly principal: { readonly name: string } | null };
    readonly trace: { readonly traceId: string | null };
  };
  readonly given: unknown;
  readonly data: unknown;
  readonly code: string | null;
  readonly ms: number;
}

export function auditedCall({ tool, from, given, data, code, ms }: AuditedCall): Audited {
  const [principal, traceId] = [from.caller.principal?.name ?? null, from.trace.traceId];
  return { by: 'mcp', operation: null, field: tool, principal, code, traceId, ms, input: given, payload: data };
}

export function auditedMutation(report: MutationReport, { trace, caller }: GraphContext): Audited {
  const { operation, field, args, payload, error, ms } = report;
  const code = error === null ? null : String(toPublicError(error).error.extensions['code']);
  const name = caller.principal?.name ?? null;
  return {
    by: 'graphql',
    operation,
    field,
    principal: name,
    code,
    traceId: trace.traceId,
    ms,
    input: args['input'],
    payload,
  };
}

/** One for each root field of a mutation that its caller may not do. Nothing of it ran, or was even looked at. */
export function auditedRefusals(
  { operation, fields }: NonNullable<Refused['forbidden']>,
  { principal }: Caller,
  traceId: string,
): readonly Audited[] {
  const name = principal?.name ?? null;
  const same = { operation, principal: name, code: 'FORBIDDEN', traceId, ms: 0, input: null, payload: null };
  return fields.map((field) => ({ by: 'graphql', field, ...same }));
}

interface Touched {
  pool?: string;
  dependency?: string;
  taskIds?: string[];
  agentIds?: string[];
  /** Where there are more than are named. */
  tasks?: number;
  agents?: number;
}

/** Read by the names that inputs and payloads share, over GraphQL as over MCP. Each submission pays for it: no list that is not needed. */
function touched(input: unknown, payload: unknown): Touched {
  const found: Touched = {};
  const [asked, given] = [members(input), members(payload)];
  namePool(found, asked['pool']);
  nameTask(found, asked['taskId']);
  nameAgent(found, asked['agentId']);
  namePool(found, members(given['pool'])['name'] ?? given['pool']);
  nameTask(found, given['taskId']);
  nameAgent(found, given['agentId']);
  const dependency = members(given['dependency'])['name'];
  if (typeof dependency === 'string') found.dependency = dependency;
  const { task, agent, results, cancelled, spawned } = given;
  if (task != null) touchTask(found, members(task));
  if (agent != null) touchAgent(found, members(agent));
  for (const each of list(results)) touchTask(found, members(members(each)['task']));
  for (const each of list(cancelled)) touchTask(found, members(each));
  for (const each of list(spawned)) touchAgent(found, members(each));
  return found;
}

type Members = Readonly<Record<string, unknown>>;

const NOTHING: Members = {};

function members(value: unknown): Members {
  return typeof value === 'object' && value !== null ? (value as Members) : NOTHING;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function touchTask(found: Touched, { id, pool }: Members): void {
  nameTask(found, id);
  namePool(found, pool);
}

function touchAgent(found: Touched, { id, pool }: Members): void {
  nameAgent(found, id);
  namePool(found, pool);
}

function namePool(found: Touched, name: unknown): void {
  if (found.pool === undefined && typeof name === 'string') found.pool = shortened(name);
}

function nameTask(found: Touched, id: unknown): void {
  if (typeof id !== 'string') return;
  const ids = (found.taskIds ??= []);
  if (ids.length >= MAX_IDS) found.tasks = (found.tasks ?? ids.length) + 1;
  else if (!ids.includes(shortened(id))) ids.push(shortened(id));
}

function nameAgent(found: Touched, id: unknown): void {
  if (typeof id !== 'string') return;
  const ids = (found.agentIds ??= []);
  if (ids.length >= MAX_IDS) found.agents = (found.agents ?? ids.length) + 1;
  else if (!ids.includes(shortened(id))) ids.push(shortened(id));
}
