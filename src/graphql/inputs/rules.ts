import {
  arrayMaxSize,
  IsOptional,
  length,
  Matches,
  maxLength,
  ValidateBy,
  ValidateNested,
  type ValidationArguments,
} from 'class-validator';
import type { InputLimits } from '../../core/input-limits.js';

type Rule = PropertyDecorator;

/** A bound that is always the same, or one that the server is configured with. */
type Bound = number | keyof InputLimits;

/** May be left out or null; otherwise the rules beside it hold. */
export function Optional(): Rule {
  return IsOptional();
}

/** A number from `least` to `most`, both included. */
export function Between(least: number, most: Bound, unit = ''): Rule {
  return rule('between', [most], {
    holds: (value, limit) => typeof value === 'number' && value >= least && value <= limit,
    must: (limit) => `be from ${String(least)} to ${String(limit)}${unit}`,
  });
}

export function AtLeast(least: Bound, unit = ''): Rule {
  return rule('atLeast', [least], {
    holds: (value, limit) => typeof value === 'number' && value >= limit,
    must: (limit) => `be at least ${String(limit)}${unit}`,
  });
}

/** Text of 1 to `most` characters that is more than blanks. */
export function Text(most: Bound): Rule {
  return rule('text', [most], {
    holds: isText,
    must: (limit) => `have 1 to ${String(limit)} characters and not be blank`,
  });
}

/** Text of up to `most` characters, also none. */
export function TextUpTo(most: Bound): Rule {
  return rule('textUpTo', [most], {
    holds: (value, limit) => maxLength(value, limit),
    must: (limit) => `have at most ${String(limit)} characters`,
  });
}

/** A list of at most `most` texts, each of 1 to `characters` characters. */
export function TextList(most: Bound, characters: Bound): Rule {
  return rule('textList', [most, characters], {
    holds: (value, items, limit) =>
      Array.isArray(value) && arrayMaxSize(value, items) && value.every((each) => isText(each, limit)),
    must: (items, limit) =>
      `have at most ${String(items)} items, each of 1 to ${String(limit)} characters and not blank`,
  });
}

export function ItemsUpTo(most: Bound): Rule {
  return rule('itemsUpTo', [most], {
    holds: (value, limit) => Array.isArray(value) && arrayMaxSize(value, limit),
    must: (limit) => `have at most ${String(limit)} items`,
  });
}

export function PoolName(): Rule {
  return Matches(/^[a-z0-9_-]{1,64}$/, { message: '$property must have 1 to 64 lower-case letters, digits, - and _' });
}

/** The rules of the inputs in this list hold too, with the same limits. */
export function Within(): Rule {
  const hand = ValidateBy({
    name: 'within',
    validator: {
      validate(items: unknown, argument?: ValidationArguments): boolean {
        if (argument === undefined || !Array.isArray(items)) return false;
        const limits = limitsOf(argument.object);
        for (const item of items) holdTo(item as object, limits);
        return true;
      },
    },
  });
  const look = ValidateNested();
  return (target, property) => {
    hand(target, property);
    look(target, property);
  };
}

/** class-validator hands a rule nothing but the object it looks at, so that is where the limits are found. */
const known = new WeakMap<object, InputLimits>();

/** Says which limits the rules of this input are held to. */
export function holdTo(input: object, limits: InputLimits): void {
  known.set(input, limits);
}

function limitsOf(input: object): InputLimits {
  const limits = known.get(input);
  if (limits === undefined) throw new Error(`nobody said which limits hold for ${input.constructor.name}`);
  return limits;
}

/** Whether a value keeps a rule, and what it must do, as a sentence goes on. Both get the bounds as numbers. */
interface Terms {
  readonly holds: (value: unknown, ...limits: number[]) => boolean;
  readonly must: (...limits: number[]) => string;
}

function rule(name: string, bounds: readonly Bound[], { holds, must }: Terms): Rule {
  const limits = (argument: ValidationArguments | undefined): number[] =>
    bounds.map((bound) => {
      if (typeof bound === 'number') return bound;
      if (argument === undefined) throw new Error(`${name} is asked about nothing`);
      return limitsOf(argument.object)[bound];
    });
  return ValidateBy({
    name,
    validator: {
      validate: (value: unknown, argument) => holds(value, ...limits(argument)),
      defaultMessage: (argument) => `$property must ${must(...limits(argument))}`,
    },
  });
}

function isText(value: unknown, most: number): boolean {
  return length(value, 1, most) && typeof value === 'string' && /\S/.test(value);
}
