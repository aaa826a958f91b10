import { JournalError } from './journal.js';
import { onThread } from './on-thread.js';

/** What a thread that seals a log is started with. */
export interface SealRequest {
  readonly directory: string;
  readonly last: number;
}

/**
 * Flushes a log that nobody has open, then reads all of it back; rejects where it is not whole up to `last`. On a thread of
 * its own, for both may take their time.
 */
export async function sealLog(directory: string, last: number): Promise<void> {
  const workerData: SealRequest = { directory, last };
  const problem = await onThread<string | null>(new URL('./seal-worker.js', import.meta.url), workerData);
  if (problem !== null) throw new JournalError('CORRUPT', `the copy in ${directory} is not whole: ${problem}`);
}
