import type { TaskFilter, TaskStatus } from '../../../src/generated/graphql';

/** What of the list of tasks stands in its address, so that it survives a reload and can be sent to somebody. All of it is text. */
export interface TaskSearch {
  readonly status?: TaskStatus | undefined;
  /** Text to search for. */
  readonly q?: string | undefined;
}

export const STATUSES = [
  'PENDING',
  'IN_PROGRESS',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const satisfies readonly TaskStatus[];

/** What is no filter is left out: an address may be written by hand. */
export function readTaskSearch({ status, q }: Readonly<Record<string, unknown>>): TaskSearch {
  const known = STATUSES.find((each) => each === status);
  return { ...(known !== undefined && { status: known }), ...(typeof q === 'string' && q !== '' && { q }) };
}

export function filterOf({ status, q }: TaskSearch): TaskFilter {
  return { ...(status !== undefined && { statuses: [status] }), ...(q !== undefined && { search: q }) };
}
