import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { inspectLog } from './inspection.js';
import { flushPath, logPath, markPath } from './log-files.js';
import type { SealRequest } from './seal.js';

/* The thread of `sealLog`: says what is wrong with a log, or null where nothing is. */

if (parentPort !== null) {
  const { directory, last } = workerData as SealRequest;
  for (const path of [logPath(directory), markPath(directory), directory, dirname(directory)]) flushPath(path);
  parentPort.postMessage(problemOf(directory, last));
}

function problemOf(directory: string, last: number): string | null {
  const found = inspectLog(directory, 'fsync');
  if (found.kind === 'none') return 'it is empty';
  if (found.kind === 'damaged') {
    found.file.close();
    return found.damage.places.map(({ file, detail }) => `${file}: ${detail}`).join('; ');
  }
  return found.last === last ? null : `it ends at record ${found.last}, not at ${last}`;
}
