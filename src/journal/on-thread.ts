import { Worker } from 'node:worker_threads';

/** The one message of a thread that does a single thing. Rejects with its error, whose code is kept and whose class is not. */
export async function onThread<Answer>(program: URL, workerData: object): Promise<Answer> {
  const worker = new Worker(program, { workerData });
  return new Promise<Answer>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the thread ended with code ${code}`));
    });
  });
}
