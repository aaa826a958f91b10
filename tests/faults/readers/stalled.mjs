import { setTimeout as after } from 'node:timers/promises';
import { openReader, openStream } from '../../support/crowd.mjs';
import { percentile } from '../suite.mjs';
import { Narrator } from './narrator.mjs';

const MIB = 1024 * 1024;
const READERS = 8;
const EVENTS =
  'subscription ($after: Cursor) { taskLifecycle(after: $after) { type task { progress { note } payload } } }';

/**
 * Eight readers of a task with large events, and then the same beside two that read nothing, one on a socket and one on a stream:
 * what these cost the others and the server.
 *
 * @param {{ events: number }} size of each of three phases; the first is for warming up
 */
export async function besideStalled(campaign, tally, { events }) {
  const { url, server } = campaign;
  const narrator = await Narrator.start(campaign);
  const sentAtMs = new Map();
  let latencies = [];
  const seen = Array.from({ length: READERS }, () => []);
  const readers = await Promise.all(
    seen.map((notes) =>
      openReader(url, {
        query: EVENTS,
        onEvent: (data) => {
          const note = data.includes('"PROGRESSED"') ? /"note":"(\d+)"/.exec(data)?.[1] : undefined;
          if (note === undefined) return;
          notes.push(Number(note));
          latencies.push(performance.now() - sentAtMs.get(Number(note)));
        },
      }),
    ),
  );
  const phase = async () => {
    latencies = [];
    for (let n = 0; n < events; n += 1) {
      sentAtMs.set(narrator.notes + 1, performance.now());
      await narrator.note();
    }
    while (seen.some((notes) => notes.length < narrator.notes)) await after(10);
    const { heapUsed, external } = await server.measure();
    return { p50Ms: percentile(latencies, 0.5), p99Ms: percentile(latencies, 0.99), held: heapUsed + external };
  };
  await phase();
  const without = await phase();
  const slow = await openReader(url, { query: EVENTS });
  slow.socket.pause();
  const stream = await openStream(url, { query: EVENTS });
  stream.pause();
  tally.fault('stalled');
  tally.fault('stalled');
  const beside = await phase();
  for (const notes of seen)
    if (notes.some((note, n) => note !== n + 1)) tally.problem('a reader did not see each event once, in order');
  stream.destroy();
  for (const reader of [slow, ...readers]) reader.socket.terminate();
  await narrator.end();

  const stalledCostMiB = Math.round(((beside.held - without.held) / MIB) * 10) / 10;
  const writtenForStalledMiB = Math.round((2 * events * Narrator.eventBytes) / MIB);
  if (stalledCostMiB > Math.min(32, writtenForStalledMiB / 2))
    tally.problem(`two stalled readers cost ${stalledCostMiB} MiB`);
  if (beside.p99Ms > 10 * without.p99Ms + 250) tally.problem('a stalled reader delays the others');
  return {
    othersP50Ms: { without: without.p50Ms, with: beside.p50Ms },
    othersP99Ms: { without: without.p99Ms, with: beside.p99Ms },
    stalledCostMiB,
    writtenForStalledMiB,
  };
}
