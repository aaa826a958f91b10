import type { Chance } from './chance.js';

/** Bytes that mean something to somebody on the way. */
const MARKS = [
  ...['\r\n', '\n', '\r\n\r\n', '\0', '{', '}', '[', '"', '\\', '\\u0000', ':', ',', '#', '"""', '...', '@skip', '$'],
  ...['Content-Length: 1\r\n', 'Transfer-Encoding: chunked\r\n', '0\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n', '%00', '../'],
].map((text) => Buffer.from(text));

/** No UTF-8: overlong, halves of pairs, bytes that never are. */
const NO_UTF8 = ['c0af', 'eda080', 'ff', 'f8888080', 'e28280e2', '80', 'f4908080'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/** The same bytes with one to a few faults: flips, cuts, repeats, insertions, and parts of `other`. */
export function damaged(chance: Chance, bytes: Buffer, other: Buffer): Buffer {
  let now = bytes;
  for (let faults = 1 + chance.small(6); faults > 0; faults -= 1) now = fault(chance, now, other);
  return now;
}

function fault(chance: Chance, bytes: Buffer, other: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const length = chance.small(after.length);
  switch (chance.below(8)) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (at < flipped.length) flipped[at] = flipped[at]! ^ (1 << chance.below(8));
      return flipped;
    }
    case 1:
      return before;
    case 2:
      return Buffer.concat([before, after.subarray(length)]);
    case 3:
      return Buffer.concat([before, after.subarray(0, length), after]);
    case 4:
      return Buffer.concat([before, chance.pick(MARKS), after]);
    case 5:
      return Buffer.concat([before, chance.pick(NO_UTF8), after]);
    case 6:
      return Buffer.concat([before, Buffer.from(chance.many(16, () => chance.below(256))), after]);
    default: {
      const from = chance.below(other.length + 1);
      return Buffer.concat([before, other.subarray(from, from + chance.small(200)), after]);
    }
  }
}
