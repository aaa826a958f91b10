// Submits a task, works on it, watches what happens to it, and prints its result.
import { createClient } from 'coordination-pool/client';
import { createWorker } from 'coordination-pool/worker';
import { contract } from './contract.js';

const url = process.argv[2] ?? 'http://127.0.0.1:4000';

const worker = await createWorker({
  ...{ url, contract, name: 'page' },
  handlers: {
    GENERAL: ({ payload }) => ({ words: payload.text.split(/\s+/).filter((word) => word !== '').length }),
  },
}).ready();

const client = createClient({ url, contract });
const task = await client.submit('GENERAL', { text: 'nothing lost, nothing twice' });
for await (const { type } of task.events()) {
  console.log(type);
  if (type === 'COMPLETED' || type === 'FAILED' || type === 'CANCELLED') break;
}
const { words } = await task.result();
console.log(`${words} words`);
await Promise.all([client.close(), worker.close()]);
