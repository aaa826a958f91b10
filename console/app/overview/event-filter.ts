import type { PoolEventKind, TaskType } from '../../../src/generated/graphql.js';
import type { PoolEventLine } from '../../../src/sdk/react/react.js';

/** Which events are shown. It stands in the address of the overview, so that a reload keeps it. All of it is text. */
export interface EventSearch {
  readonly kind?: PoolEventKind | undefined;
  readonly type?: TaskType | undefined;
  /** Id of an agent: its own events and those of its attempts. */
  readonly agent?: string | undefined;
  /** Text of the line, in any case of letters. */
  readonly text?: string | undefined;
}

export const KINDS = ['TASK', 'AGENT', 'DEPENDENCY', 'POOL'] as const satisfies readonly PoolEventKind[];

export const TYPES = [
  'DISCOVERY',
  'MIGRATION',
  'HEARTBEAT',
  'INGEST',
  'RESEARCH',
  'GENERAL',
] as const satisfies readonly TaskType[];

/** What is no filter is left out: an address may be written by hand. */
export function readEventSearch({ kind, type, agent, text }: Readonly<Record<string, unknown>>): EventSearch {
  const knownKind = KINDS.find((each) => each === kind);
  const knownType = TYPES.find((each) => each === type);
  return {
    ...(knownKind !== undefined && { kind: knownKind }),
    ...(knownType !== undefined && { type: knownType }),
    ...(isText(agent) && { agent }),
    ...(isText(text) && { text }),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The address has more than the filter, such as the range. */
export const isFiltered = ({ kind, type, agent, text }: EventSearch): boolean =>
  [kind, type, agent, text].some((value) => value !== undefined);

/** Whether a line meets what of the filter can be told from the line: all but the agent, which the server knows of. */
export function meets({ kind, type, text }: EventSearch): (event: PoolEventLine) => boolean {
  const wanted = text?.toLowerCase();
  return (event) =>
    (kind === undefined || event.kind === kind) &&
    (type === undefined || event.task?.type === type) &&
    (wanted === undefined || textOf(event).includes(wanted));
}

const textOf = ({ kind, name, summary, task, agent, traceId }: PoolEventLine): string =>
  [kind, name.replaceAll('_', ' '), name, summary, task?.id, agent?.id, traceId].join('\n').toLowerCase();
