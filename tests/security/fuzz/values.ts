import { HOSTILE_TEXTS } from '../attacks/hostile-texts.js';
import type { Chance } from './chance.js';

const NUMBERS = [0, -0, 1, -1, 0.5, 50, 200, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, 1e308, -1e308, 5e-324];

/** Any JSON, hostile more often than not, mostly small. */
export function anyValue(chance: Chance, depth = 3): unknown {
  const kind = chance.below(depth > 0 ? 8 : 6);
  switch (kind) {
    case 0:
      return chance.pick([null, true, false]);
    case 1:
      return chance.pick(NUMBERS);
    case 2:
      return chance.pick(HOSTILE_TEXTS);
    case 3:
      return String.fromCharCode(...chance.many(40, () => chance.below(0x1_0000)));
    case 4:
      return 'x'.repeat(chance.is(0.01) ? chance.below(300_000) : chance.small(600));
    case 5:
      return chance.pick(['default', 'GENERAL', '', '[]', '1', 'true', '2026-01-01T00:00:00Z']);
    case 6:
      return chance.is(0.02)
        ? Array<unknown>(chance.small(3_000)).fill(anyValue(chance, 0))
        : chance.many(5, () => anyValue(chance, depth - 1));
    default:
      return Object.fromEntries(chance.many(5, () => [chance.pick(KEYS), anyValue(chance, depth - 1)]));
  }
}

const KEYS = ['a', '__proto__', 'constructor', 'toString', 'then', 'length', '', '\u0000', '🙈', 'pool', 'input'];

/** Texts of JSON that no value is written as. */
export function oddJson(chance: Chance): string {
  const depth = chance.pick([10, 65, 1_000, 20_000]);
  return chance.pick([
    () => `${'['.repeat(depth)}${']'.repeat(depth)}`,
    () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    () => '1e999999',
    () => `-${'9'.repeat(chance.small(5_000))}.5e-7`,
    () => '{"a":1,"a":2,"__proto__":{"b":1}}',
    () => '"\\ud800"',
    () => 'NaN',
    () => '{"a":1}}',
    () => '[1,]',
    () => `{${'"k":1,'.repeat(chance.small(20_000))}"z":1}`,
  ])();
}
