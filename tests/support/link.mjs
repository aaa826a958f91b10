// A line between a client and a server that a test can break: for Jest and for the programs in tests/faults.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Opens a line to a port of this machine. What is held in a direction stays on the way, as in a network that loses every packet:
 * TCP sends it again, so it arrives when that direction is open again, unless the connection is broken meanwhile.
 */
export async function openLink(port) {
  const held = { toServer: false, toClient: false };
  const pairs = new Set();
  let target = port;
  let isDown = false;
  let recording = null;

  const proxy = createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => undefined);
    if (isDown) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
    const pair = { client, server, waiting: { toServer: [], toClient: [] } };
    const tape = recording === null ? null : [];
    if (tape !== null) recording.push(tape);
    pairs.add(pair);
    for (const [from, to, way] of [
      [client, server, 'toServer'],
      [server, client, 'toClient'],
    ]) {
      const pass = (chunk) => {
        if (held[way]) pair.waiting[way].push(chunk);
        else send(to, chunk);
      };
      from.on('data', (chunk) => {
        if (way === 'toServer') tape?.push(chunk);
        pass(chunk);
      });
      from.on('end', () => pass(null));
      from.on('error', () => to.resetAndDestroy());
      from.on('close', () => {
        // One that was broken off is gone for the other side only when that can be told.
        if (!held[way]) pairs.delete(pair);
      });
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  return {
    url: `http://127.0.0.1:${proxy.address().port}`,
    /** Further connections go to another port: a server that was started anew. */
    retarget(next) {
      target = next;
    },
    /** @param {'toServer' | 'toClient' | 'both'} way */
    hold(way) {
      if (way !== 'toClient') held.toServer = true;
      if (way !== 'toServer') held.toClient = true;
    },
    /** Lets through what was held, in order, and what follows. */
    release() {
      held.toServer = held.toClient = false;
      for (const { client, server, waiting } of pairs) {
        for (const chunk of waiting.toServer.splice(0)) send(server, chunk);
        for (const chunk of waiting.toClient.splice(0)) send(client, chunk);
      }
    },
    /** Breaks every connection, by a reset to both sides, and every new one, until `mend`. */
    cut() {
      isDown = true;
      for (const { client, server } of pairs) {
        client.resetAndDestroy();
        server.resetAndDestroy();
      }
      pairs.clear();
    },
    mend() {
      isDown = false;
    },
    /** Keeps what clients send on connections made from now on. */
    record() {
      recording = [];
    },
    /** Sends all that was kept once more, request after request; gives the answers as text. */
    async replay() {
      const tapes = recording.map((tape) => Buffer.concat(tape)).filter((bytes) => bytes.length > 0);
      recording = null;
      return (await Promise.all(tapes.map((bytes) => sendAgain(target, bytes)))).join('\n');
    },
    async close() {
      this.cut();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

function send(socket, chunk) {
  if (socket.destroyed || socket.writableEnded) return;
  if (chunk === null) socket.end();
  else socket.write(chunk);
}

async function sendAgain(port, bytes) {
  const expected = bytes.toString('latin1').match(/POST \/graphql HTTP/g)?.length ?? 0;
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    text += chunk;
    const answers = text.match(/HTTP\/1\.1 \d+/g)?.length ?? 0;
    if (answers === expected && text.trimEnd().endsWith('}')) break;
  }
  return text;
}
