import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Chance } from './chance.js';

/** An answer that takes longer to begin, or to go on, is not waited for: the input was one that is never answered. */
const SILENT_MS = 120;
/** The first byte to a request that is whole, which the server owes, on a machine that has others to serve. */
const OWED_WITHIN_MS = 3_000;
/** A stream that goes on is left then. */
const LONGEST_MS = 500;
/** After the last message of a socket. */
const SETTLED_MS = 40;
const MOST_BYTES = 4_000_000;

/**
 * Writes the bytes on a connection of their own, sometimes in pieces, and gives what came back, as bytes. `isWhole`: they are a
 * request that has to be answered.
 */
export async function exchange(chance: Chance, port: number, bytes: Buffer, isWhole: boolean): Promise<string> {
  const connection = await Connection.open(port);
  await connection.write(chance, bytes);
  if (chance.is(0.5)) connection.socket.end();
  if (isWhole) await connection.until('\r\n\r\n', OWED_WITHIN_MS);
  await connection.silence(SILENT_MS);
  return connection.close(chance);
}

const HANDSHAKE = [
  ...['GET /graphql HTTP/1.1', 'host: localhost', 'connection: upgrade', 'upgrade: websocket'],
  ...['sec-websocket-version: 13', 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='],
  ...['sec-websocket-protocol: graphql-transport-ws', '', ''],
].join('\r\n');

/** The same on a WebSocket: `first` is acknowledged before the rest is sent, unless it is null. */
export async function converse(chance: Chance, port: number, first: Buffer | null, rest: Buffer): Promise<string> {
  const connection = await Connection.open(port);
  await connection.write(chance, Buffer.concat([Buffer.from(HANDSHAKE), ...(first === null ? [] : [first])]));
  if (first !== null) await connection.until('connection_ack', OWED_WITHIN_MS);
  await connection.write(chance, rest);
  await connection.silence(SETTLED_MS);
  return connection.close(chance);
}

class Connection {
  readonly socket: Socket;
  #text = '';
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('error', () => undefined);
    socket.on('close', () => this.#wake());
    socket.on('data', (text: string) => {
      if (this.#text.length < MOST_BYTES) this.#text += text;
      this.#wake();
    });
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  async write(chance: Chance, bytes: Buffer): Promise<void> {
    let rest = bytes;
    while (chance.is(0.1) && rest.length > 0) {
      const length = chance.below(rest.length + 1);
      this.#send(rest.subarray(0, length));
      rest = rest.subarray(length);
      await turn();
    }
    this.#send(rest);
  }

  #send(bytes: Buffer): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  /** Until the connection is closed, nothing has come for so long, or it has gone on for long enough. */
  async silence(ms: number): Promise<void> {
    const untilMs = performance.now() + LONGEST_MS;
    while (!this.socket.closed && performance.now() < untilMs && (await this.#more(ms)));
  }

  async until(text: string, ms: number): Promise<void> {
    while (!this.socket.closed && !this.#text.includes(text) && (await this.#more(ms)));
  }

  /** False where nothing has come within the time. */
  #more(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve(false);
      }, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }

  /** By a reset or in order. */
  async close(chance: Chance): Promise<string> {
    if (!this.socket.closed) {
      const closed = new Promise((resolve) => this.socket.once('close', resolve));
      // One whose side is closed already cannot be reset any more, and would then never close.
      if (!this.socket.writableEnded && chance.is(0.5)) this.socket.resetAndDestroy();
      else this.socket.destroy();
      await closed;
    }
    return this.#text;
  }
}
