// A worker in a process of its own, which a test kills or tells to end. Its tasks take `payload.ms`.
import { setTimeout as after } from 'node:timers/promises';
import { createWorker } from '../../dist/sdk/worker/worker.js';

const [url, name, concurrency] = process.argv.slice(2);
const worker = createWorker({
  ...{ url, name, concurrency: Number(concurrency), handleSignals: true },
  handlers: {
    async GENERAL({ payload }, { signal }) {
      await after(payload.ms, undefined, { signal });
      return { by: process.pid };
    },
  },
});
await worker.ready();
process.stdout.write('ready\n');
await worker.ended;
