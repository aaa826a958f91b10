import type { GraphQLSchema } from 'graphql';
import type { Chance } from './chance.js';
import { damaged } from './damage.js';
import { anyOperation, bomb, type Known } from './documents.js';
import { anyValue, oddJson } from './values.js';

/** Messages of graphql-transport-ws in an order that a client would never send them in, sometimes. */
export function anyMessages(chance: Chance, schema: GraphQLSchema, known: Known, authorization: string): string[] {
  const init = JSON.stringify({ type: 'connection_init', payload: { authorization } });
  const first = chance.is(0.9) ? [init] : [];
  const one = (): string => anyMessage(chance, schema, known, init);
  return [...first, one(), ...chance.many(12, one)];
}

function anyMessage(chance: Chance, schema: GraphQLSchema, known: Known, init: string): string {
  const id = chance.is(0.9) ? String(chance.below(5)) : anyValue(chance, 0);
  const kind = chance.below(12);
  if (kind < 6) {
    const operation = chance.is(0.85) ? anyOperation(chance, schema, known) : bomb(chance);
    return JSON.stringify({ id: chance.is(0.9) ? String(chance.next()) : id, type: 'subscribe', payload: operation });
  }
  switch (kind) {
    case 6:
      return JSON.stringify({ id, type: 'complete' });
    case 7:
      return JSON.stringify({ type: chance.pick(['ping', 'pong']), payload: anyValue(chance) });
    case 8:
      return chance.is(0.2) ? init : JSON.stringify({ id, type: 'next', payload: anyValue(chance) });
    case 9:
      return JSON.stringify({
        id,
        type: chance.pick(['subscribe', 'error', '__proto__', '']),
        payload: anyValue(chance),
      });
    case 10:
      return chance.is(0.3) ? oddJson(chance) : JSON.stringify({ type: 'ping' });
    default:
      return JSON.stringify({
        id,
        type: 'subscribe',
        payload: { query: '{ pools { name } }', variables: anyValue(chance) },
      });
  }
}

const TEXT = 1;

export interface FrameOptions {
  readonly opcode?: number;
  /** The final bit and three that nobody has agreed on. */
  readonly flags?: number;
  readonly isMasked?: boolean;
  /** Said instead of the true one. */
  readonly length?: number;
}

export function frame(
  payload: Buffer,
  { opcode = TEXT, flags = 0x80, isMasked = true, length }: FrameOptions = {},
): Buffer {
  const said = length ?? payload.length;
  const bit = isMasked ? 0x80 : 0;
  const head =
    said < 126
      ? Buffer.from([flags | opcode, bit | said])
      : said < 65_536
        ? Buffer.from([flags | opcode, bit | 126, said >> 8, said & 255])
        : Buffer.concat([Buffer.from([flags | opcode, bit | 127]), eight(said)]);
  if (!isMasked) return Buffer.concat([head, payload]);
  const mask = Buffer.from([0x11, 0x22, 0x33, 0x44]);
  return Buffer.concat([head, mask, payload.map((byte, at) => byte ^ mask[at & 3]!)]);
}

function eight(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/** The messages as frames, of which some break the protocol below. */
export function anyFrames(chance: Chance, messages: readonly string[]): Buffer {
  const frames = messages.map((message) => {
    const payload = Buffer.from(message);
    if (chance.is(0.8)) return frame(payload);
    return chance.pick([
      () => frame(payload, { isMasked: false }),
      () => frame(payload, { opcode: chance.below(16) }),
      () => frame(payload, { flags: chance.below(16) << 4 }),
      () => frame(payload, { length: chance.pick([0, 125, 65_536, 2 ** 31, 2 ** 53 - 1]) }),
      () => frame(damaged(chance, payload, payload)),
      () => Buffer.concat([frame(payload.subarray(0, 5), { flags: 0 }), frame(payload.subarray(5), { opcode: 0 })]),
      () => frame(Buffer.alloc(chance.small(300)), { opcode: chance.pick([8, 9, 10]) }),
      () => frame(Buffer.from([chance.below(256), chance.below(256)]), { opcode: 8 }),
      () => Buffer.concat(chance.many(500, () => frame(Buffer.alloc(0), { flags: 0, opcode: 0 }))),
      () => damaged(chance, frame(payload), frame(payload)),
    ])();
  });
  return Buffer.concat(frames);
}
