import { randomFillSync } from 'node:crypto';

const ALPHABET = Buffer.from('0123456789abcdefghjkmnpqrstvwxyz', 'latin1');
const POOL_BYTES = 8_192;
const [TIME_DIGITS, COUNT_DIGITS, RANDOM_DIGITS] = [10, 4, 16];
/** More than the longest prefix and its id. */
const TEXT_BYTES = 64;

/**
 * Opaque ids that sort by creation: 10 characters of milliseconds, 4 of a count within the
 * millisecond, and 80 random bits, in a lower-case Crockford alphabet. The time never goes back, also
 * where the clock does.
 */
export class IdSource {
  readonly #bytes = Buffer.alloc(POOL_BYTES);
  readonly #text = Buffer.alloc(TEXT_BYTES);
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
    const head = `${prefix}_`;
    const text = this.#text;
    text.write(head, 'latin1');
    const at = head.length;
    writeDigits(text, at, this.#lastMs, TIME_DIGITS);
    writeDigits(text, at + TIME_DIGITS, this.#count, COUNT_DIGITS);
    this.#writeRandom(at + TIME_DIGITS + COUNT_DIGITS);
    // One flat string: an id that is put together from characters is flattened anew by every map that it is a key of.
    return text.toString('latin1', 0, at + TIME_DIGITS + COUNT_DIGITS + RANDOM_DIGITS);
  }

  #writeRandom(at: number): void {
    if (this.#used + RANDOM_DIGITS > POOL_BYTES) {
      this.#fill(this.#bytes);
      this.#used = 0;
    }
    for (let i = 0; i < RANDOM_DIGITS; i += 1)
      this.#text[at + i] = ALPHABET[(this.#bytes[this.#used + i] as number) & 31] as number;
    this.#used += RANDOM_DIGITS;
  }
}

function writeDigits(text: Buffer, at: number, value: number, length: number): void {
  let rest = value;
  for (let i = at + length - 1; i >= at; i -= 1) {
    text[i] = ALPHABET[rest % 32] as number;
    rest = Math.floor(rest / 32);
  }
}
