import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface RandomOptions {
  /** Ids, names and cursors that exist, for arguments of those names. */
  readonly known?: Readonly<Record<string, readonly unknown[]>>;
  /** Fields as `Type.field` that are never asked for. */
  readonly without?: readonly string[];
}

/** Numbers from 0 to below 1 that follow from the seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A document of the schema that follows from the seed: nested selections with aliases, repeated fields, fragments, fragments
 * within fragments, `@skip` and `@include`, arguments as literals and as variables, which are sometimes left out, null or wrong.
 */
export function randomOperation(
  schema: GraphQLSchema,
  root: GraphQLObjectType,
  seed: number,
  options: RandomOptions = {},
): RandomOperation {
  return new Writer(schema, randomFrom(seed), options).operation(root);
}

class Writer {
  readonly #schema: GraphQLSchema;
  readonly #random: () => number;
  readonly #known: Readonly<Record<string, readonly unknown[]>>;
  readonly #without: ReadonlySet<string>;
  readonly #variables = new Map<string, { readonly type: string; readonly value: unknown }>();
  readonly #fragments: string[] = [];
  #names = 0;
  #budget = 60;

  constructor(schema: GraphQLSchema, random: () => number, { known = {}, without = [] }: RandomOptions) {
    this.#schema = schema;
    this.#random = random;
    this.#known = known;
    this.#without = new Set(without);
  }

  operation(root: GraphQLObjectType): RandomOperation {
    const kind = root === this.#schema.getMutationType() ? 'mutation' : 'query';
    const selection = this.#selection(root, 6);
    const definitions = [...this.#variables].map(([name, { type }]) => `$${name}: ${type}`).join(', ');
    const query = [`${kind} Random${definitions && `(${definitions})`} ${selection}`, ...this.#fragments].join('\n');
    const sent = [...this.#variables].filter(([, { value }]) => value !== undefined);
    return { query, variables: Object.fromEntries(sent.map(([name, { value }]) => [name, value])) };
  }

  #selection(type: GraphQLObjectType, depth: number): string {
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        !this.#without.has(`${type.name}.${field.name}`) && (depth > 1 || !isCompositeType(getNamedType(field.type))),
    );
    const parts: string[] = [];
    for (let count = 1 + this.#below(5); count > 0; count -= 1) {
      const field = this.#pick(fields);
      const kind = this.#random();
      if (field === undefined || kind < 0.08) parts.push('__typename');
      else if (kind < 0.2) parts.push(this.#fragment(type, depth));
      else if (kind < 0.32) parts.push(`...${this.#on(type)}${this.#condition()} ${this.#selection(type, depth)}`);
      else parts.push(this.#field(field, depth));
    }
    return `{ ${parts.join(' ')} }`;
  }

  /** Spread twice now and then. */
  #fragment(type: GraphQLObjectType, depth: number): string {
    const name = this.#name('F');
    this.#fragments.push(
      `fragment ${name} on ${this.#pick([type, ...type.getInterfaces()])?.name ?? ''} { __typename }`,
    );
    const index = this.#fragments.length - 1;
    if (!this.#fragments[index]?.includes(' on StreamItem '))
      this.#fragments[index] = `fragment ${name} on ${type.name} ${this.#selection(type, depth)}`;
    const spread = `...${name}${this.#condition()}`;
    return this.#chance(0.3) ? `${spread} ...${name}` : spread;
  }

  #on(type: GraphQLObjectType): string {
    return this.#chance(0.5) ? '' : ` on ${type.name}`;
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    this.#budget -= 1;
    const below = getNamedType(field.type);
    const written = field.args.flatMap((argument) => this.#argument(argument));
    // The same key twice with other arguments is no valid document.
    const alias = field.args.length > 0 || this.#chance(0.15) ? `${this.#name('a')}: ` : '';
    const selection = isObjectType(below)
      ? ` ${this.#budget > 0 ? this.#selection(below, depth - 1) : '{ __typename }'}`
      : '';
    const text = `${alias}${field.name}${written.length > 0 ? `(${written.join(', ')})` : ''}${this.#condition()}${selection}`;
    return selection !== '' && alias === '' && this.#chance(0.2) ? `${text} ${field.name} { __typename }` : text;
  }

  #condition(): string {
    if (!this.#chance(0.15)) return '';
    const directive = this.#chance(0.5) ? 'skip' : 'include';
    if (this.#chance(0.4)) return ` @${directive}(if: ${String(this.#chance(0.5))})`;
    const name = this.#name('c');
    const isDefault = this.#chance(0.2);
    this.#variables.set(name, {
      type: isDefault ? `Boolean = ${String(this.#chance(0.5))}` : 'Boolean!',
      value: isDefault && this.#chance(0.7) ? this.#pick([undefined, null]) : this.#chance(0.5),
    });
    return ` @${directive}(if: $${name})`;
  }

  #argument(argument: GraphQLArgument): string[] {
    if (!isRequiredArgument(argument) && this.#chance(0.5)) return [];
    const value = this.#value(argument.type, argument.name);
    if (this.#chance(0.5)) return [`${argument.name}: ${literal(argument.type, value)}`];
    const name = this.#name('v');
    const isWrong = this.#chance(0.06);
    const isMissing = !isRequiredArgument(argument) && this.#chance(0.2);
    this.#variables.set(name, {
      type: String(argument.type),
      value: isWrong ? this.#pick([{ no: true }, [[]], -1.5, '']) : isMissing ? this.#pick([undefined, null]) : value,
    });
    return [`${argument.name}: $${name}`];
  }

  #value(type: GraphQLInputType, name: string): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, name);
    if (this.#chance(0.05) && !isListType(type)) return null;
    if (isListType(type))
      return Array.from({ length: this.#below(3) }, () => this.#value(type.ofType, name)).filter(
        (each) => each !== null,
      );
    if (isEnumType(type)) return this.#pick(type.getValues())?.name;
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => isRequiredArgument(field as never) || this.#chance(0.3),
      );
      const given = fields.map((field) => [field.name, this.#value(field.type, field.name) ?? undefined]);
      return Object.fromEntries(given.filter(([, value]) => value !== undefined));
    }
    const known = this.#known[name];
    if (known !== undefined && this.#chance(0.8)) return this.#pick(known);
    switch (type.name) {
      case 'Int':
        return this.#pick([1, 2, 5, 50, 200, 0, -1, 201]);
      case 'Float':
        return this.#pick([1, 1_000, 900_000, 0.5, -3]);
      case 'Boolean':
        return this.#chance(0.5);
      case 'DateTime':
        return '2026-01-01T00:00:00.000Z';
      case 'JSON':
      case 'JSONObject':
        return { a: [1, 'b', null], then: 'c' };
      default:
        return this.#pick(['default', 'none', 'a "quoted" text\n', '']);
    }
  }

  #name(prefix: string): string {
    this.#names += 1;
    return `${prefix}${String(this.#names)}`;
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.#below(items.length)];
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }
}

/** As it stands in a document. */
function literal(type: GraphQLInputType, value: unknown): string {
  if (isNonNullType(type)) return literal(type.ofType, value);
  if (value === null || value === undefined) return 'null';
  if (isListType(type)) return `[${(value as unknown[]).map((each) => literal(type.ofType, each)).join(', ')}]`;
  if (isEnumType(type)) return value as string;
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const parts = Object.entries(value).map(([key, each]) => `${key}: ${literal(fields[key]!.type, each)}`);
    return `{ ${parts.join(', ')} }`;
  }
  return json(value);
}

function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${json(each)}`)
    .join(', ')} }`;
}
