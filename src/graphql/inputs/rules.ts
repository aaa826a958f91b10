import { ArrayMaxSize, IsOptional, Length, Matches, Max, MaxLength, Min, ValidateNested } from 'class-validator';

type Rule = PropertyDecorator;

/** May be left out or null; otherwise the rules beside it hold. */
export function Optional(): Rule {
  return IsOptional();
}

/** A number from `least` to `most`, both included. */
export function Between(least: number, most: number, unit = ''): Rule {
  const message = `$property must be from ${String(least)} to ${String(most)}${unit}`;
  return all(Min(least, { message }), Max(most, { message }));
}

export function AtLeast(least: number, unit = ''): Rule {
  return Min(least, { message: `$property must be at least ${String(least)}${unit}` });
}

/** Text of 1 to `most` characters that is more than blanks. */
export function Text(most: number): Rule {
  const message = `$property must have 1 to ${String(most)} characters and not be blank`;
  return all(Length(1, most, { message }), Matches(/\S/, { message }));
}

/** Text of up to `most` characters, also none. */
export function TextUpTo(most: number): Rule {
  return MaxLength(most, { message: `$property must have at most ${String(most)} characters` });
}

/** A list of at most `most` texts, each of 1 to `length` characters. */
export function TextList(most: number, length: number): Rule {
  const message = `each of $property must have 1 to ${String(length)} characters and not be blank`;
  return all(ItemsUpTo(most), Length(1, length, { each: true, message }), Matches(/\S/, { each: true, message }));
}

export function ItemsUpTo(most: number): Rule {
  return ArrayMaxSize(most, { message: `$property must have at most ${String(most)} items` });
}

export function PoolName(): Rule {
  return Matches(/^[a-z0-9_-]{1,64}$/, { message: '$property must have 1 to 64 lower-case letters, digits, - and _' });
}

/** The rules of the inputs within hold too. */
export function Within(): Rule {
  return ValidateNested();
}

function all(...rules: readonly PropertyDecorator[]): Rule {
  return (target, key) => {
    for (const rule of rules) rule(target, key);
  };
}
