import { JournalError } from './journal.js';

const LINE_END = 0x0a;

/** Small enough that an append waits well under a millisecond for one to be written. */
const PIECE_BYTES = 128 * 1024;

/**
 * A snapshot's chunks as bytes, one line of JSON each, cut into pieces that are written one by one.
 * The cuts fall anywhere, so a large chunk stalls the log no longer than a small one.
 */
export async function* packPieces(chunks: AsyncIterable<unknown>): AsyncGenerator<Uint8Array, void> {
  let lines: string[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const line = JSON.stringify(chunk);
    lines.push(line);
    size += line.length + 1;
    if (size < PIECE_BYTES) continue;
    yield* cut(lines);
    lines = [];
    size = 0;
  }
  yield* cut(lines);
}

/** The chunks again. Throws `CORRUPT` where the last line has no end. */
export async function* unpackPieces(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<unknown, void> {
  let begun: Uint8Array[] = [];
  for await (const piece of pieces) {
    let start = 0;
    for (let end = piece.indexOf(LINE_END); end >= 0; end = piece.indexOf(LINE_END, start)) {
      begun.push(piece.subarray(start, end));
      const chunk: unknown = JSON.parse(Buffer.concat(begun).toString('utf8'));
      yield chunk;
      begun = [];
      start = end + 1;
    }
    if (start < piece.byteLength) begun.push(piece.subarray(start));
  }
  if (begun.length > 0) throw new JournalError('CORRUPT', 'a snapshot ends in the middle of a chunk');
}

/** Each piece has a memory of its own, so that it can be transferred to a thread. */
function* cut(lines: readonly string[]): Generator<Uint8Array, void> {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES) {
    yield new Uint8Array(bytes.subarray(start, start + PIECE_BYTES));
  }
}
