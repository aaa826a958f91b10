import type { WebSocket } from 'ws';
import { STALLED_AFTER_MS } from './drain.js';

export interface OutletOptions {
  /** Bytes waiting in a socket's buffer from which on its reader is waited for. */
  readonly maxBufferedBytes?: number;
  readonly stalledAfterMs?: number;
}

/** Each operation of a socket may add one message beyond it, so it is kept well below what would hurt. */
const MAX_BUFFERED_BYTES = 1024 * 1024;

/**
 * The sending side of a socket, in the reader's time. While too much waits to be sent, `send` does not resolve, so that
 * nothing more is taken from any subscription of this socket, and nothing more is read from it, so that it cannot ask
 * for more either. A reader that stays stalled is cut off.
 */
export class SocketOutlet {
  readonly #socket: WebSocket;
  readonly #maxBufferedBytes: number;
  readonly #stalledAfterMs: number;
  #waiting: (() => void)[] = [];
  #stall: NodeJS.Timeout | null = null;

  constructor(
    socket: WebSocket,
    { maxBufferedBytes = MAX_BUFFERED_BYTES, stalledAfterMs = STALLED_AFTER_MS }: OutletOptions = {},
  ) {
    this.#socket = socket;
    this.#maxBufferedBytes = maxBufferedBytes;
    this.#stalledAfterMs = stalledAfterMs;
    socket.on('close', () => {
      this.#open();
    });
  }

  /** Whether the reader is being waited for. */
  get isFull(): boolean {
    return this.#stall !== null;
  }

  /** Resolves when the message has left, or the socket has closed: never rejects. */
  async send(message: string): Promise<void> {
    if (this.isFull) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    await new Promise<void>((resolve) => {
      this.#socket.send(message, () => {
        this.#look();
        resolve();
      });
      this.#look();
    });
  }

  #look(): void {
    const { bufferedAmount, readyState, OPEN } = this.#socket;
    if (!this.isFull && bufferedAmount > this.#maxBufferedBytes && readyState === OPEN) {
      this.#socket.pause();
      this.#stall = setTimeout(() => {
        // A closing handshake would wait behind everything that was not read.
        this.#socket.terminate();
      }, this.#stalledAfterMs);
    } else if (this.isFull && bufferedAmount <= this.#maxBufferedBytes / 2) this.#open();
  }

  #open(): void {
    if (this.#stall === null) return;
    clearTimeout(this.#stall);
    this.#stall = null;
    this.#socket.resume();
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
