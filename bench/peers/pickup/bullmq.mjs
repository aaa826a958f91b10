import { Queue } from 'bullmq';
import { startProgram } from '../../lib/program.mjs';

export async function open({ handlersAtOnce, file, port }) {
  const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null };
  const queue = new Queue('pickup', { connection, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } });
  await queue.obliterate({ force: true });
  const path = new URL('bullmq-worker.mjs', import.meta.url).pathname;
  const worker = startProgram(path, { env: { AGENT_PICKUP_FILE: file } });
  await worker.ask('work', { connection, handlersAtOnce });
  return {
    submit: (sentAtMs) => queue.add('task', { text: 'hello', sentAtMs }),
    async close() {
      await worker.stop();
      await queue.close();
    },
  };
}
