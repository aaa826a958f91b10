// Plays the seeds that its parent names, one after another; see simulation.mjs.
import { simulationIn } from './simulation.mjs';

const { simulate } = await simulationIn(process.argv[2]);
let playing = null;

// Our own code or the product's did what nobody waited for: that is a failure of this seed.
const onStray = (error) => {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.send({ seed: playing, steps: 0, records: 0, faults: {}, violation: { rule: 'unhandled', what } }, () =>
    process.exit(0),
  );
};
process.on('unhandledRejection', onStray);
process.on('uncaughtException', onStray);

process.on('message', async (seed) => {
  playing = seed;
  process.send({ ...(await simulate(seed)), trace: [] });
});
process.send('ready');
