import { Worker } from 'bullmq';
import { answering } from '../../lib/answering.mjs';
import { recordPickup } from '../../lib/pickup-record.mjs';

answering({
  async work({ connection, handlersAtOnce }) {
    const handle = ({ data }) => {
      recordPickup(data.sentAtMs);
      return Promise.resolve(null);
    };
    const worker = new Worker('pickup', handle, { connection, concurrency: handlersAtOnce });
    worker.on('error', console.error);
    await worker.waitUntilReady();
  },
});
