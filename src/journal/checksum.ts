import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What a batch's link in the chain is made of. Positions are those of its first and its last record. */
export interface BatchHeader {
  readonly first: number;
  readonly last: number;
  readonly crc: number;
}

/** CRC-32 of the bytes: finds every flipped bit, and every burst of damage up to 32 bits, in one row. */
export function checksum(bytes: Uint8Array): number {
  return crc32(bytes);
}

/** The same of bytes that lie in parts. */
export function checksumOfParts(parts: readonly Uint8Array[]): number {
  return parts.reduce((crc, part) => crc32(part, crc), 0);
}

/** The hash that the first batch of a log continues from, so that batches of another log never fit. */
export function chainStart(logId: string): Uint8Array {
  return hash('sha256', logId, 'buffer');
}

/**
 * The hash of a batch in its chain: SHA-256 of the previous batch's hash, the two positions and the
 * CRC of the data. It covers the data only through the CRC, so that its price (about 2 us) does not
 * grow with the batch: the chain is there to find rows that are lost, doubled, swapped or from
 * another copy of the log, the CRC to find damage inside one. Neither is meant against a forger, who
 * could write the whole file anew.
 */
export function chainHash(previous: Uint8Array, header: BatchHeader): Uint8Array {
  const link = Buffer.allocUnsafe(previous.byteLength + 20);
  link.set(previous);
  link.writeDoubleBE(header.first, previous.byteLength);
  link.writeDoubleBE(header.last, previous.byteLength + 8);
  link.writeUInt32BE(header.crc, previous.byteLength + 16);
  return hash('sha256', link, 'buffer');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

/** What a row of `meta` says, besides its checksum. */
export interface MetaFacts {
  readonly format: number;
  readonly logId: string;
  readonly epoch: number;
  readonly anchor: number;
  readonly anchorHash: Uint8Array;
}

export function metaChecksum({ format, logId, epoch, anchor, anchorHash }: MetaFacts): number {
  return checksumOf([format, logId, epoch, anchor, Buffer.from(anchorHash).toString('hex')]);
}

export function snapshotChecksum(id: number, position: number, pieces: number): number {
  return checksumOf([id, position, pieces]);
}

/** Of a piece's data and of its place, so that two pieces cannot change theirs. */
export function pieceChecksum(id: number, parts: readonly Uint8Array[]): number {
  return parts.reduce((crc, part) => crc32(part, crc), checksumOf([id]));
}

function checksumOf(facts: readonly unknown[]): number {
  return crc32(JSON.stringify(facts));
}
