import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { type Clock, machineClock } from '../engine/clock.js';
import { STALLED_AFTER_MS } from './drain.js';

export interface OutletOptions {
  /** Bytes waiting in a socket's buffer from which on its reader is waited for. Default 1 MiB. */
  readonly maxBufferedBytes?: number;
  /** How long a reader may leave what was sent to it where it is. Default 60 s. */
  readonly stalledAfterMs?: number;
  /** One that is fair: a reader is not stalled for as long as we are. Default: the machine's. */
  readonly clock?: Clock;
}

/** Of what waits, from which on a socket is given nothing that it does not ask for. */
const BEHIND_BYTES = 64 * 1024;

/** Each operation of a socket may add one message beyond it, so it is kept well below what would hurt. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/**
 * The sending side of a socket, in the reader's time. `send` resolves when the message has left, and while too much
 * waits to be sent it does not even begin, so that nothing more is taken from any subscription of this socket; and nothing
 * more is read from it then, so that it cannot ask for more either. A reader that stays stalled is cut off.
 */
export class SocketOutlet {
  readonly #socket: WebSocket;
  readonly #connection: Duplex;
  readonly #maxBufferedBytes: number;
  readonly #stalledAfterMs: number;
  #isFull = false;
  #waiting: (() => void)[] = [];
  readonly #clock: Clock;
  #stall: (() => void) | null = null;
  #leftAtMs = 0;

  /** `connection` is what the socket runs over. */
  constructor(socket: WebSocket, connection: Duplex, options: OutletOptions = {}) {
    this.#socket = socket;
    this.#connection = connection;
    this.#maxBufferedBytes = options.maxBufferedBytes ?? MAX_BUFFERED_BYTES;
    this.#stalledAfterMs = options.stalledAfterMs ?? STALLED_AFTER_MS;
    this.#clock = options.clock ?? machineClock;
    socket.on('close', () => {
      this.#notStalled();
      this.#open();
    });
  }

  /** Whether the reader is waited for before anything more is sent. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Whether the reader has not taken everything yet; it may then be slow to answer, too. */
  get isBusy(): boolean {
    return this.#stall !== null;
  }

  /** Whether the reader is slower than what is pushed to it, and should be left to ask for it. */
  get isBehind(): boolean {
    return this.#isFull || this.#socket.bufferedAmount > BEHIND_BYTES;
  }

  /** Writes whole frames (latin1) without waiting for the reader, as long as it is not behind. */
  push(frames: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#connection.write(frames, 'latin1', this.#left);
    this.#waits();
  }

  /** Resolves when the message has left, or the socket has closed: never rejects. */
  async send(message: string): Promise<void> {
    if (this.#isFull) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    await new Promise<void>((resolve) => {
      this.#socket.send(message, () => {
        this.#left();
        resolve();
      });
      this.#waits();
    });
  }

  #waits(): void {
    const { bufferedAmount, readyState, OPEN } = this.#socket;
    if (bufferedAmount === 0 || readyState !== OPEN) return;
    if (this.#stall === null) {
      this.#leftAtMs = this.#clock.monotonicMs();
      this.#stall = this.#clock.alarm(this.#stalledAfterMs, this.#judge);
    }
    if (this.#isFull || bufferedAmount <= this.#maxBufferedBytes) return;
    this.#isFull = true;
    this.#socket.pause();
  }

  /** A message has: the reader reads. */
  readonly #left = (): void => {
    if (this.#socket.bufferedAmount === 0) this.#notStalled();
    else this.#leftAtMs = this.#clock.monotonicMs();
    if (this.#isFull && this.#socket.bufferedAmount <= this.#maxBufferedBytes / 2) this.#open();
  };

  readonly #judge = (): void => {
    const restMs = this.#stalledAfterMs - (this.#clock.monotonicMs() - this.#leftAtMs);
    if (restMs > 0) this.#stall = this.#clock.alarm(restMs, this.#judge);
    // A closing handshake would wait behind everything that was not read.
    else this.#socket.terminate();
  };

  #notStalled(): void {
    this.#stall?.();
    this.#stall = null;
  }

  #open(): void {
    if (!this.#isFull) return;
    this.#isFull = false;
    this.#socket.resume();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
