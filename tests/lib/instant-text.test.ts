import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantText } from '../../src/lib/instant-text.js';

const LAST_MS = 8.64e15;

describe('the text of an instant', () => {
  it('is the one that Date writes, whatever was written before', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: -LAST_MS, max: LAST_MS }),
            fc.integer({ min: 0, max: 2e12 }),
            fc.double({ min: -1e13, max: 1e13, noNaN: true }),
          ),
        ),
        (instants) => {
          for (const atMs of instants) expect(instantText(atMs)).toBe(new Date(atMs).toISOString());
        },
      ),
    );
  });

  it.each([0, -1, -0, 86_399_999, 86_400_000, -62_167_219_200_001, 253_402_300_800_000, LAST_MS, -LAST_MS])(
    'writes %s ms',
    (atMs) => {
      expect(instantText(atMs)).toBe(new Date(atMs).toISOString());
    },
  );

  it('refuses what is beyond the calendar, as Date does', () => {
    expect(() => instantText(LAST_MS + 1)).toThrow(RangeError);
    instantText(LAST_MS);
    expect(() => instantText(LAST_MS + 1)).toThrow(RangeError);
  });
});
