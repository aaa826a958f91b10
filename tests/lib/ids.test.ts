import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IdSource } from '../../src/lib/ids.js';

describe('ids', () => {
  it('have their prefix, 30 characters of a lower-case alphabet without i, l, o and u, and are all different', () => {
    const ids = new IdSource();
    const made = Array.from({ length: 5_000 }, () => ids.next('task', 1_700_000_000_000));
    expect(made.every((id) => /^task_[0-9a-hjkmnp-tv-z]{30}$/.test(id))).toBe(true);
    expect(new Set(made).size).toBe(5_000);
  });

  it('sort by creation, also within a millisecond and where the clock goes back', () => {
    const instant = fc.double({ min: 0, max: 2 ** 43, noNaN: true });
    fc.assert(
      fc.property(fc.array(instant, { minLength: 2, maxLength: 50 }), (instants) => {
        const ids = new IdSource();
        const made = instants.flatMap((ms) => [ids.next('task', ms), ids.next('task', ms)]);
        expect([...made].sort()).toEqual(made);
      }),
    );
  });

  it('sort after those of an earlier run whose clock was ahead', () => {
    const earlier = new IdSource().next('task', 2_000_000_000_000);
    const later = new IdSource();
    later.startAfter(2_000_000_000_000.7);
    expect(later.next('task', 1_000) > earlier).toBe(true);
  });

  it('sort by creation where parts of a millisecond have passed', () => {
    const ids = new IdSource();
    const made = [5.1, 5.2, 5.9, 6].map((ms) => ids.next('task', ms));
    expect([...made].sort()).toEqual(made);
  });

  it('go on in the next millisecond when a million have been made in one', () => {
    const ids = new IdSource();
    for (let i = 0; i < 32 ** 4 - 2; i += 1) ids.next('t', 5);
    const [first, last, over] = [ids.next('t', 5), ids.next('t', 5), ids.next('t', 5)];
    expect([first, last, over].map((id) => id.slice(2, 16))).toEqual([
      '0000000005zzzy',
      '0000000005zzzz',
      '00000000060000',
    ]);
    expect(ids.next('t', 6) > over).toBe(true);
  });

  it('cannot be told from one another: 80 bits of each are random', () => {
    const [one, two] = [new IdSource(), new IdSource()].map((ids) => ids.next('lease', 5));
    expect(one?.slice(0, 20)).toBe(two?.slice(0, 20));
    expect(one?.slice(20)).not.toBe(two?.slice(20));
  });
});
