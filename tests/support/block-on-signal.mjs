// For `NODE_OPTIONS=--import` of a server under test: SIGUSR2 blocks its event loop for BLOCK_MS, as a long computation does.
import { isMainThread } from 'node:worker_threads';

const ms = Number(process.env.BLOCK_MS);
if (isMainThread && ms > 0) {
  const never = new Int32Array(new SharedArrayBuffer(4));
  process.on('SIGUSR2', () => {
    Atomics.wait(never, 0, 0, ms);
  });
}
