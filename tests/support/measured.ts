import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RunningServer } from './server.js';

/** What a server holds after a collection of garbage, and how late its event loop was since the last measurement. */
export interface Measured {
  readonly heapUsed: number;
  /** Subscriptions that follow the log, waiting readers among them. */
  readonly streams: number;
  readonly handles: Readonly<Record<string, number>>;
  readonly delayMaxMs: number;
}

/** Environment of a server that `measure` can be asked of. */
export const MEASURABLE = {
  NODE_OPTIONS: `--import=${pathToFileURL(resolve('tests/support/measure-on-signal.mjs')).href}`,
};

export async function measure(server: RunningServer): Promise<Measured> {
  const nth = server.logs().filter(({ event }) => event === 'measured').length + 1;
  server.process.kill('SIGUSR2');
  return (await server.logged((line) => line['event'] === 'measured' && line['nth'] === nth)) as unknown as Measured;
}
