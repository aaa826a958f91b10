import { Worker } from 'node:worker_threads';
import { JournalError } from './journal.js';

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
  const worker = new Worker(new URL('./seal-worker.js', import.meta.url), { workerData });
  const problem = await new Promise<string | null>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the thread ended with code ${code}`));
    });
  });
  if (problem !== null) throw new JournalError('CORRUPT', `the copy in ${directory} is not whole: ${problem}`);
}
