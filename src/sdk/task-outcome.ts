import type { TaskLifecycleSubscription } from '../generated/graphql.js';

/** Something that happened to a task, with the task as it stood then. */
export type TaskEvent = TaskLifecycleSubscription['taskLifecycle'];

/** What there is to say about why a task did not succeed. */
export interface TaskFailure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
}

/** The task is FAILED: no attempts are left, or its last failure was not to be tried again. */
export class TaskFailedError extends Error {
  override readonly name = 'TaskFailedError';

  constructor(
    readonly taskId: string,
    readonly failure: TaskFailure,
  ) {
    super(`Task ${taskId} failed: ${failure.message}`);
  }
}

/** The task was called off. */
export class TaskCancelledError extends Error {
  override readonly name = 'TaskCancelledError';

  constructor(readonly taskId: string) {
    super(`Task ${taskId} was cancelled.`);
  }
}

/** As much of a task as tells how it ended. */
export interface Standing {
  readonly id: string;
  readonly status: string;
  readonly result?: unknown;
  readonly error?: TaskFailure | null | undefined;
}

/** What a task came to; null while it is open. Throws where it has failed or was cancelled. */
export function outcomeOf({ id, status, result, error }: Standing): { readonly result: unknown } | null {
  if (status === 'COMPLETED') return { result };
  if (status === 'CANCELLED') throw new TaskCancelledError(id);
  if (status !== 'FAILED') return null;
  throw new TaskFailedError(id, error ?? { code: 'FAILED', message: 'no error was kept', retryable: false });
}
