/** Gives numbers in [0, 1), each time it is called. */
export type Chance = () => number;

/**
 * The same numbers for the same seed. Good enough for a show, and for nothing that has to be unpredictable.
 *
 * @see George Marsaglia, "Xorshift RNGs" (2003): the triple 13, 17, 5 for 32 bits
 */
export function seededChance(seed: number): Chance {
  // A state of 0 would stay there; the factor keeps small seeds apart.
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  // The first ones still show the seed.
  for (let warm = 0; warm < 8; warm += 1) next();
  return next;
}

/** From `from` up to, but without, `to`. */
export function between(chance: Chance, from: number, to: number): number {
  return from + Math.floor(chance() * (to - from));
}

export function oneOf<Value>(chance: Chance, values: readonly [Value, ...Value[]]): Value {
  return values[between(chance, 0, values.length)] ?? values[0];
}

/** Deals the cards in an order of chance, each once before any comes again. */
export function dealer<Card>(chance: Chance, cards: readonly [Card, ...Card[]]): () => Card {
  let left: Card[] = [];
  return () => {
    if (left.length === 0) left = [...cards];
    const [card = cards[0]] = left.splice(between(chance, 0, left.length), 1);
    return card;
  };
}
