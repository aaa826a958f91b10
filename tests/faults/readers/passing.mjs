import { once } from 'node:events';
import { setTimeout as after } from 'node:timers/promises';
import { openReader, openStream, visit } from '../../support/crowd.mjs';
import { EARLIEST } from '../documents.mjs';
import { flood } from '../flood.mjs';
import { askOnce } from '../operation.mjs';

const MIB = 1024 * 1024;
const POOL = 'default';
const CUTS = 10;
const NOW = 'query ($pool: String!) { pool(name: $pool) { cursor } }';

/**
 * A long log, and readers of all of it that are cut off on the way, on sockets and streams: how late the server's loop is for it.
 *
 * @param {{ tasks: number }} size
 */
export async function cutReplays(campaign, tally, { tasks }) {
  const { url, server, surroundings } = campaign;
  await flood(surroundings, POOL, tasks);
  const { earliestCursor } = (await askOnce(surroundings.api, EARLIEST, { pool: POOL })).pool;
  await server.measure();
  await after(2_000);
  const quiet = (await server.measure()).delayMaxMs;
  for (let n = 0; n < CUTS; n += 1) {
    const reader = await openReader(url, { after: earliestCursor });
    const stream = await openStream(url, { after: earliestCursor });
    while (reader.received < Math.min(2_000, tasks)) await once(reader.socket, 'message');
    reader.socket._socket.resetAndDestroy();
    stream.resetAndDestroy();
    tally.fault('cut in a replay');
    tally.fault('cut in a replay');
  }
  const cutInReplays = (await server.measure()).delayMaxMs;
  if (cutInReplays > 1_000) tally.problem('a disconnect in the middle of a replay stalls the server');
  return { delayMaxMs: { quiet, cutInReplays } };
}

/**
 * Visitors by the thousand, in every way of coming and going: what they leave behind.
 *
 * @param {{ visits: number }} size
 */
export async function visitors(campaign, tally, { visits }) {
  const { url, server, surroundings } = campaign;
  const { cursor } = (await askOnce(surroundings.api, NOW, { pool: POOL })).pool;
  // What visitors replay is in memory: a thousand of them who fold a log from disk would try nothing but their patience.
  await flood(surroundings, POOL, 200);
  const own = await server.measure();
  const atRest = async () => {
    const untilMs = performance.now() + 60_000;
    for (;;) {
      const measured = await server.measure();
      // The campaign's own readers are cut now and then too, and share a stream or have one each; its clients open a connection
      // more or less.
      if (measured.streams <= own.streams + 4 && sockets(measured) <= sockets(own) + 4) return measured;
      if (performance.now() > untilMs) {
        tally.problem(`left behind: ${JSON.stringify(measured)}`);
        return measured;
      }
      await after(200);
    }
  };
  await visit(url, cursor, Math.ceil(visits / 10), 20);
  const before = await atRest();
  const made = await visit(url, cursor, visits, 20);
  const end = await atRest();
  for (const [way, count] of Object.entries(made)) tally.fault(way, count);
  const visitsLeftKiB = Math.round((end.heapUsed - before.heapUsed) / 1024);
  if (end.heapUsed - before.heapUsed > 8 * MIB) tally.problem(`the visitors left ${visitsLeftKiB} KiB behind`);
  return { visitsLeftKiB, handles: { before: before.handles, after: end.handles } };
}

function sockets({ handles }) {
  return handles.TCPSocketWrap ?? 0;
}
