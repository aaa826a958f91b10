// Works on GENERAL tasks until it is told to end. Start it as often as you like, on as many machines: SIGTERM lets it finish what it
// has, and what it had when it crashed goes to another one.
import { createWorker } from 'coordination-pool/worker';
import { contract } from './contract.js';

const worker = createWorker({
  url: process.argv[2] ?? 'http://127.0.0.1:4000',
  name: 'counter',
  concurrency: 2,
  handleSignals: true,
  contract,
  handlers: {
    GENERAL: ({ payload }) => ({ words: payload.text.split(/\s+/).filter((word) => word !== '').length }),
  },
});
await worker.ready();
console.log('ready');
await worker.ended;
