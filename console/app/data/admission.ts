import { CallerDocument, type CallerQuery } from '../../../src/generated/graphql';
import { PoolError } from '../../../src/sdk/client';
import { pause, pauseMs } from '../../../src/sdk/pause';
import { client } from './session';
import { stored } from './stored';

/** Who the server says we are. */
export type Caller = CallerQuery['caller'];

/** What the page may begin with. */
export type Admission =
  | { readonly kind: 'asking' }
  | { readonly kind: 'gone'; readonly sinceMs: number }
  | { readonly kind: 'unauthenticated' }
  | { readonly kind: 'refused'; readonly error: Error }
  | { readonly kind: 'admitted'; readonly caller: Caller };

export const admission = stored<Admission>({ kind: 'asking' });

/** Asks who we are until there is an answer. Once, before anything else is asked: without READ every other question is refused. */
export async function askAdmission(): Promise<void> {
  const beganMs = Date.now();
  for (let next = 1; ; next += 1) {
    try {
      const { caller } = await client.request(CallerDocument, {}, { retryForMs: 0 });
      admission.set({ kind: 'admitted', caller });
      return;
    } catch (error) {
      const code = error instanceof PoolError ? error.code : null;
      if (code === 'UNAUTHENTICATED') {
        admission.set({ kind: 'unauthenticated' });
        return;
      }
      if (code !== 'UNREACHABLE' && code !== 'SHUTTING_DOWN' && code !== 'RATE_LIMITED') {
        admission.set({ kind: 'refused', error: error as Error });
        return;
      }
      admission.set({ kind: 'gone', sinceMs: beganMs });
    }
    await pause(pauseMs(next));
  }
}
