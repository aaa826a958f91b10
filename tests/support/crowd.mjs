// Readers that come and go in every way there is, for Jest and for the programs in tests/faults.
import { once } from 'node:events';
import { connect } from 'node:net';
import WebSocket from 'ws';

const EVENTS = 'subscription ($after: Cursor) { poolEvents(after: $after) { cursor } }';

/** A socket with a subscription that has been acknowledged; `received` counts its events. */
export async function openReader(url, { query = EVENTS, after = null, onEvent = () => undefined } = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    perMessageDeflate: false,
  });
  const reader = { socket, received: 0, closed: once(socket, 'close') };
  socket.on('error', () => undefined);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.on('message', (data) => {
    // Nobody waits for what will not come.
    if (data.includes('"type":"error"')) throw new Error(`a subscription was refused: ${data.toString()}`);
    reader.received += 1;
    onEvent(data);
  });
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables: { after } } }));
  return reader;
}

/** The same over server-sent events; gives the bare connection when its answer has begun. */
export async function openStream(url, { query = EVENTS, after = null } = {}) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  const body = JSON.stringify({ query, variables: { after } });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await once(socket, 'data');
  return socket;
}

/** Ways to come and go; each resolves when it has gone. */
export const VISITS = {
  async 'a socket that is closed in order'(url) {
    const { socket, closed } = await openReader(url);
    socket.close();
    await closed;
  },
  async 'a socket that is reset'(url) {
    const { socket, closed } = await openReader(url);
    socket._socket.resetAndDestroy();
    await closed;
  },
  async 'a socket that is reset before its subscription is answered'(url) {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('error', () => undefined);
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: EVENTS } }));
    socket._socket.resetAndDestroy();
    await once(socket, 'close');
  },
  async 'a socket that stops in the middle of a replay'(url, earliest) {
    const reader = await openReader(url, { after: earliest });
    while (reader.received < 20) await once(reader.socket, 'message');
    reader.socket._socket.resetAndDestroy();
    await reader.closed;
  },
  async 'a stream that is reset'(url) {
    const socket = await openStream(url);
    socket.resetAndDestroy();
  },
  async 'a stream that ends its side'(url) {
    const socket = await openStream(url);
    socket.destroy();
  },
  async 'a request that is reset half-way'(url) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      'POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    socket.resetAndDestroy();
  },
  async 'a request whose answer nobody waits for'(url) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      'GET /graphql?query=%7Bpool%7Bcursor%7D%7D HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n',
    );
    socket.destroy();
  },
};

/** That many visits, so many at a time, every way in turn. Gives how many of each there were. */
export async function visit(url, earliest, count, atOnce) {
  const ways = Object.entries(VISITS);
  const made = {};
  let next = 0;
  const caller = async () => {
    while (next < count) {
      const [name, way] = ways[next % ways.length];
      next += 1;
      await way(url, earliest);
      made[name] = (made[name] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, caller));
  return made;
}
