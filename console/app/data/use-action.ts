import { useCallback, useState } from 'react';
import { PoolError, type DocumentText } from '../../../src/sdk/client';
import { clip, duration } from './format';
import { client } from './session';
import { notify } from './toasts';

/** A mutation for a button or a form. */
export interface ActionState<Data, Variables> {
  /** Sent once. Gives what was answered, and null where it was refused; it never rejects. */
  readonly run: (variables: Variables) => Promise<Data | null>;
  readonly isPending: boolean;
  /** Why the newest one was refused; null where it was not. For forms, which show it at the field (`details.field`). */
  readonly error: Error | null;
}

export interface ActionOptions<Data> {
  /** What to tell when it went well, such as `Agent retired.`; nothing where it is left out. */
  readonly done?: (data: Data) => string;
  /** A form shows the error itself. */
  readonly quiet?: boolean;
}

/** Sends a mutation and tells in a toast what came of it. */
export function useAction<Data, Variables extends object>(
  document: DocumentText<Data, Variables>,
  { done, quiet = false }: ActionOptions<Data> = {},
): ActionState<Data, Variables> {
  const [state, setState] = useState<{ pending: number; error: Error | null }>({ pending: 0, error: null });
  const run = useCallback(
    async (variables: Variables): Promise<Data | null> => {
      setState(({ pending, error }) => ({ pending: pending + 1, error }));
      try {
        const data = await client.request<Data, object>(document as DocumentText<Data, object>, variables);
        setState(({ pending }) => ({ pending: pending - 1, error: null }));
        if (done !== undefined) notify('good', done(data));
        return data;
      } catch (error) {
        setState(({ pending }) => ({ pending: pending - 1, error: error as Error }));
        if (!quiet) notify('bad', errorText(error));
        return null;
      }
    },
    [document, done, quiet],
  );
  return { run, isPending: state.pending > 0, error: state.error };
}

/** What a person is told of an error, in one sentence or two. */
export function errorText(error: unknown): string {
  if (!(error instanceof PoolError)) return clip(error instanceof Error ? error.message : 'It did not work.');
  if (error.code === 'UNREACHABLE') return 'The server did not answer, so it is not known whether this was done.';
  const { retryAfterMs } = error.details;
  const again = retryAfterMs === undefined ? '' : ` Try again in ${duration(retryAfterMs)}.`;
  return `${clip(error.message)} (${error.code})${again}`;
}
