import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const POOL_BYTES = 8_192;

/**
 * Opaque ids that sort by creation: 10 characters of milliseconds, 4 of a count within the
 * millisecond, and 80 random bits, in a lower-case Crockford alphabet. The time never goes back, also
 * where the wall clock does.
 */
export class IdSource {
  readonly #bytes = Buffer.alloc(POOL_BYTES);
  #used = POOL_BYTES;
  #lastMs: number;
  #count = 0;

  /** `lastMs`: no id sorts before this instant (the newest one known, after a restart). */
  constructor(lastMs = 0) {
    this.#lastMs = lastMs;
  }

  next(prefix: string, nowMs: number): string {
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs;
      this.#count = 0;
    } else {
      this.#count += 1;
      if (this.#count >= 32 ** 4) {
        this.#lastMs += 1;
        this.#count = 0;
      }
    }
    return `${prefix}_${digits(Math.floor(this.#lastMs), 10)}${digits(this.#count, 4)}${this.#random(16)}`;
  }

  #random(length: number): string {
    if (this.#used + length > POOL_BYTES) {
      randomFillSync(this.#bytes);
      this.#used = 0;
    }
    let text = '';
    for (let i = 0; i < length; i += 1) text += ALPHABET[(this.#bytes[this.#used + i] as number) & 31] as string;
    this.#used += length;
    return text;
  }
}

function digits(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i += 1) {
    text = (ALPHABET[rest % 32] as string) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
