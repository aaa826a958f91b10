import { onThread } from './on-thread.js';
import type { PoolVerdict } from './verify.js';

/** What a thread is started with that reads logs, or puts a backup into a data directory and then reads that. */
export type LogsRequest =
  | { readonly kind: 'verify'; readonly path: string }
  | { readonly kind: 'restore'; readonly backup: string; readonly dataDirectory: string };

/**
 * `verifyLogs` and `restoreBackup` on a thread of their own, so that whoever waits can show it. Rejects with an error of the same code; gives
 * how the logs are.
 */
export function logsAside(request: LogsRequest): Promise<readonly PoolVerdict[]> {
  return onThread(new URL('./logs-worker.js', import.meta.url), request);
}
