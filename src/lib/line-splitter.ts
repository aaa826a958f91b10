const NEWLINE = 0x0a;

/**
 * Cuts a stream of bytes into lines and never holds more than `maxLineBytes` of it: a longer line is
 * given cut, with `cut` true, as soon as it is too long, and the rest up to its end is dropped.
 * A carriage return before the newline goes; bytes that are not UTF-8 become U+FFFD.
 */
export class LineSplitter {
  readonly #maxLineBytes: number;
  readonly #onLine: (line: string, cut: boolean) => void;
  #parts: Buffer[] = [];
  #length = 0;
  #skipping = false;

  constructor(maxLineBytes: number, onLine: (line: string, cut: boolean) => void) {
    this.#maxLineBytes = maxLineBytes;
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.#add(chunk.subarray(from, at));
      this.#finish();
      from = at + 1;
    }
    this.#add(chunk.subarray(from));
  }

  /** The stream is over: what came after the last newline is a line too. */
  end(): void {
    if (this.#length > 0) this.#finish();
  }

  #add(part: Buffer): void {
    if (this.#skipping || part.length === 0) return;
    const room = this.#maxLineBytes - this.#length;
    this.#parts.push(part.length <= room ? part : part.subarray(0, room));
    this.#length += Math.min(part.length, room);
    if (part.length <= room) return;
    this.#emit(true);
    this.#skipping = true;
  }

  #finish(): void {
    if (this.#skipping) this.#skipping = false;
    else this.#emit(false);
  }

  #emit(cut: boolean): void {
    const [first] = this.#parts;
    const bytes = this.#parts.length === 1 && first !== undefined ? first : Buffer.concat(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    const line = bytes.toString('utf8');
    this.#onLine(line.endsWith('\r') ? line.slice(0, -1) : line, cut);
  }
}
