import { EventEmitter, once } from 'node:events';
import { Logger, run } from 'graphile-worker';
import { answering } from '../../lib/answering.mjs';
import { recordPickup } from '../../lib/pickup-record.mjs';

answering({
  // No local queue: its documentation has it for throughput, at the price of latency.
  async work({ connectionString, handlersAtOnce }) {
    const events = new EventEmitter();
    const listening = once(events, 'pool:listen:success');
    await run({
      ...{ connectionString, events, noHandleSignals: true, concurrency: handlersAtOnce },
      logger: new Logger(() => () => undefined),
      taskList: { task: ({ sentAtMs }) => recordPickup(sentAtMs) },
    });
    await listening;
  },
});
