import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const POOL_BYTES = 8_192;

/**
 * Opaque ids that sort by creation: 10 characters of milliseconds, 4 of a count within the
 * millisecond, and 80 random bits, in a lower-case Crockford alphabet. The time never goes back, also
 * where the clock does.
 */
export class IdSource {
  readonly #bytes = Buffer.alloc(POOL_BYTES);
  #used = POOL_BYTES;
  readonly #fill: (bytes: Uint8Array) => void;
  #lastMs = 0;
  #count = 0;

  /** `fill`: where chance comes from. */
  constructor(fill: (bytes: Uint8Array) => void = randomFillSync) {
    this.#fill = fill;
  }

  /** From now on no id sorts before one that was made up to this instant, be it by an earlier run. */
  startAfter(instantMs: number): void {
    this.#lastMs = Math.max(this.#lastMs, Math.floor(instantMs) + 1);
  }

  next(prefix: string, nowMs: number): string {
    const ms = Math.floor(nowMs);
    if (ms > this.#lastMs) {
      this.#lastMs = ms;
      this.#count = 0;
    } else {
      this.#count += 1;
      if (this.#count >= 32 ** 4) {
        this.#lastMs += 1;
        this.#count = 0;
      }
    }
    return `${prefix}_${digits(this.#lastMs, 10)}${digits(this.#count, 4)}${this.#random(16)}`;
  }

  #random(length: number): string {
    if (this.#used + length > POOL_BYTES) {
      this.#fill(this.#bytes);
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
