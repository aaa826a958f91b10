/*
 * Frames as the server sends them, whole and unmasked, made by hand: what all of a group are sent differs in nothing but its
 * beginning, and several messages leave in one write. A letter stands for a byte (latin1) throughout, since a text is what
 * Node writes to a socket at the least cost.
 */

/** The bytes of a text as UTF-8. */
export function bytesOf(text: string): string {
  return Buffer.byteLength(text) === text.length ? text : Buffer.from(text).toString('latin1');
}

/** What comes before a text message of so many bytes. @see RFC 6455, section 5.2 */
export function textFrameHead(length: number): string {
  if (length < 126) return String.fromCharCode(TEXT, length);
  if (length < 65_536) return String.fromCharCode(TEXT, 126, length >> 8, length & 0xff);
  const head = Buffer.alloc(10);
  head.writeUInt8(TEXT, 0);
  head.writeUInt8(127, 1);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head.toString('latin1');
}

/** The final frame of a text. */
const TEXT = 0x81;
