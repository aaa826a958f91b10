import type { TaskFilter, TaskOrder, TaskStatus, TaskType, WaitReason } from '../../../src/generated/graphql';

/** What of the list of tasks stands in its address, so that it survives a reload and can be sent to somebody. All of it is text. */
export interface TaskSearch {
  readonly status?: TaskStatus | undefined;
  /** Text to search for. */
  readonly q?: string | undefined;
  /** Names of types, separated by commas. */
  readonly type?: string | undefined;
  /** Reasons to wait, separated by commas. */
  readonly wait?: string | undefined;
  /** Id of an agent that had an attempt. */
  readonly agent?: string | undefined;
  /** The order, where it is not the newest first. */
  readonly sort?: TaskOrder | undefined;
  /** The form of that type is open. */
  readonly submit?: TaskType | undefined;
}

export const STATUSES = [
  'PENDING',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly TaskStatus[];

export const TYPES = [
  'GENERAL',
  'RESEARCH',
  'INGEST',
  'DISCOVERY',
  'MIGRATION',
  'HEARTBEAT',
] as const satisfies readonly TaskType[];

export const WAIT_REASONS = [
  'NO_IDLE_AGENT',
  'DEPENDENCY_DOWN',
  'MISSING_SKILL',
  'NO_OTHER_AGENT',
  'BACKOFF',
  'POOL_PAUSED',
] as const satisfies readonly WaitReason[];

export const ORDERS = ['CREATED_DESC', 'CREATED_ASC', 'UPDATED_DESC'] as const satisfies readonly TaskOrder[];

type Given = Readonly<Record<string, unknown>>;

/** What is no filter is left out: an address may be written by hand. */
export function readTaskSearch({ status, q, type, wait, agent, sort, submit }: Given): TaskSearch {
  const order = oneOf(ORDERS, sort);
  return {
    ...entry('status', oneOf(STATUSES, status)),
    ...entry('q', textIn(q)),
    ...entry('type', listText(readList(TYPES, type))),
    ...entry('wait', listText(readList(WAIT_REASONS, wait))),
    ...entry('agent', textIn(agent)),
    ...entry('sort', order === 'CREATED_DESC' ? undefined : order),
    ...entry('submit', oneOf(TYPES, submit)),
  };
}

/** As the server is asked. */
export function filterOf({ status, q, type, wait, agent }: TaskSearch): TaskFilter {
  const types = readList(TYPES, type);
  const waitReasons = readList(WAIT_REASONS, wait);
  return {
    ...(status !== undefined && { statuses: [status] }),
    ...(types.length > 0 && { types }),
    ...(waitReasons.length > 0 && { waitReasons }),
    ...(agent !== undefined && { agentId: agent }),
    ...(q !== undefined && { search: q }),
  };
}

/** Whether more than a status narrows the list. */
export function isNarrowed({ q, type, wait, agent }: TaskSearch): boolean {
  return [q, type, wait, agent].some((each) => each !== undefined);
}

/** The names of a list in an address that are among those that are known, in their order. */
export function readList<Name extends string>(known: readonly Name[], text: unknown): Name[] {
  const names = typeof text === 'string' ? text.split(',') : [];
  return known.filter((name) => names.includes(name));
}

export function listText(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(',');
}

function oneOf<Name extends string>(known: readonly Name[], value: unknown): Name | undefined {
  return known.find((each) => each === value);
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const entry = <Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
