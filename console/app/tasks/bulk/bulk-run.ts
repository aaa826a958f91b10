import { PoolError } from '../../../../src/sdk/client';
import { pause } from '../../../../src/sdk/pause';

/** What a run over many tasks has come to so far. */
export interface BulkState {
  readonly total: number;
  readonly done: number;
  /** Those that the server refused, in the order in which it did; at most `MOST_SHOWN` of them. */
  readonly refused: readonly { readonly id: string; readonly code: string; readonly message: string }[];
  readonly refusals: number;
  /** Until when it waits for room in the queue, in milliseconds of this machine's clock; null while it goes on. */
  readonly waitsUntilMs: number | null;
  readonly isRunning: boolean;
}

/** So many at once: quick enough, and a fraction of what a server takes from everybody. */
const AT_ONCE = 4;
const MOST_SHOWN = 50;
/** Where the server does not say when to try again. */
const WAIT_MS = 1_000;

/** Whether trying the same again later is what the server asks for. */
const asksToWait = (error: unknown): error is PoolError =>
  error instanceof PoolError && ['QUEUE_FULL', 'RATE_LIMITED', 'SHUTTING_DOWN'].includes(error.code);

/**
 * Does one thing with each task, a few at a time, and waits where the server asks for it. It goes on over refusals, which it tells, and
 * ends early by the signal alone.
 */
export async function runBulk(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
  signal: AbortSignal,
  show: (state: BulkState) => void,
): Promise<BulkState> {
  let state: BulkState = { total: ids.length, done: 0, refused: [], refusals: 0, waitsUntilMs: null, isRunning: true };
  const change = (part: Partial<BulkState>): void => {
    state = { ...state, ...part };
    show(state);
  };
  let next = 0;
  const attend = async (id: string): Promise<void> => {
    while (!signal.aborted) {
      try {
        await act(id);
        change({ done: state.done + 1, waitsUntilMs: null });
        return;
      } catch (error) {
        if (!asksToWait(error)) {
          refuse(id, error);
          return;
        }
        const waitMs = Math.max(error.details.retryAfterMs ?? WAIT_MS, 100);
        change({ waitsUntilMs: Date.now() + waitMs });
        await pause(waitMs, signal).catch(() => undefined);
      }
    }
  };
  const refuse = (id: string, error: unknown): void => {
    const code = error instanceof PoolError ? error.code : 'ERROR';
    const message = error instanceof Error ? error.message : String(error);
    const refused = [...state.refused, { id, code, message }].slice(0, MOST_SHOWN);
    change({ done: state.done + 1, refusals: state.refusals + 1, refused });
  };
  const work = async (): Promise<void> => {
    for (let id = ids[next++]; id !== undefined && !signal.aborted; id = ids[next++]) await attend(id);
  };
  show(state);
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  change({ isRunning: false, waitsUntilMs: null });
  return state;
}
