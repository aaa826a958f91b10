import {
  __Schema,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { DEFAULT_LIST_SIZE, type DocumentLimits, INTROSPECTION_LIMITS } from './limits.js';
import { refusal } from './refusal.js';
import { LEAST_UNITS, unitsOf } from './units.js';

/** Values in an answer: those of the schema's own fields, and those of `__schema` and `__type`. */
interface Cost {
  readonly values: number;
  readonly introspection: number;
}

export interface CostVerdict {
  readonly error: GraphQLError | null;
  /** What it counts for in `--rate-limit`; see `units.ts`. */
  readonly units: number;
  /** Whether other variables could make it another one. */
  readonly dependsOnVariables: boolean;
}

/**
 * Refuses a valid operation whose answer could hold more than `maxValues` values. A list counts as long as its `first`
 * says (as sent, or by default), else as its field's `extensions.listSize`, else 10. On a field that is no list itself
 * (a connection), `first` holds for the lists right below it.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  { maxValues, maxPage }: Pick<DocumentLimits, 'maxValues' | 'maxPage'>,
): CostVerdict {
  const root = schema.getRootType(operation.operation);
  if (!root) return { error: null, units: LEAST_UNITS, dependsOnVariables: false };
  const model = new CostModel(schema, document, variables, maxPage);
  const cost = model.of(operation.selectionSet, root, null);
  return {
    error: errorOf(cost, operation, maxValues),
    units: unitsOf(operation.operation, { ...cost, changes: model.changes }),
    dependsOnVariables: model.dependsOnVariables,
  };
}

function errorOf(
  { values, introspection }: Cost,
  operation: OperationDefinitionNode,
  maxValues: number,
): GraphQLError | null {
  if (values > maxValues) {
    const message = `The answer could hold ${round(values)} values; at most ${maxValues} are allowed. Ask for shorter pages or fewer fields.`;
    return refusal('OPERATION_TOO_COMPLEX', message, { limit: maxValues }, { nodes: operation });
  }
  const limit = INTROSPECTION_LIMITS.maxValues;
  if (introspection <= limit) return null;
  return refusal(
    'OPERATION_TOO_COMPLEX',
    'The operation asks for too much of the schema at once.',
    { limit },
    { nodes: operation },
  );
}

class CostModel {
  readonly #schema: GraphQLSchema;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #maxPage: number;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** By fragment and the size that its lists inherit: each is counted once, however often it is spread. */
  readonly #known = new Map<string, Cost>();
  dependsOnVariables = false;
  /** Root fields of a mutation, and what each is told to do at once, such as the tasks of `submitTasks`. */
  changes = 0;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    variables: Readonly<Record<string, unknown>>,
    maxPage: number,
  ) {
    this.#schema = schema;
    this.#variables = variables;
    this.#maxPage = maxPage;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  /** `pageSize` is what a connection around this selection says of the lists right in it. */
  of({ selections }: SelectionSetNode, type: GraphQLNamedType, pageSize: number | null): Cost {
    let values = 0;
    let introspection = 0;
    for (const selection of selections) {
      const cost =
        selection.kind === Kind.FIELD
          ? this.#field(selection, type, pageSize)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? this.#fragment(selection.name.value, pageSize)
            : this.of(selection.selectionSet, this.#typeNamed(selection.typeCondition?.name.value, type), pageSize);
      values += cost.values;
      introspection += cost.introspection;
    }
    return { values, introspection };
  }

  #fragment(name: string, pageSize: number | null): Cost {
    const key = `${name} ${pageSize ?? ''}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    if (fragment === undefined) return { values: 0, introspection: 0 };
    const type = this.#schema.getType(fragment.typeCondition.name.value);
    const cost = type === undefined ? { values: 0, introspection: 0 } : this.of(fragment.selectionSet, type, pageSize);
    this.#known.set(key, cost);
    return cost;
  }

  #field(node: FieldNode, parent: GraphQLNamedType, pageSize: number | null): Cost {
    const field = this.#definition(node.name.value, parent);
    if (field === undefined) return { values: 1, introspection: 0 };
    if (parent === this.#schema.getMutationType()) this.changes += 1 + this.#items(node, field);
    const first = this.#first(node, field);
    const isList = isListType(getNullableType(field.type));
    const size = isList ? (first ?? pageSize ?? this.#listSize(field)) : 1;
    const type = getNamedType(field.type);
    const below =
      node.selectionSet !== undefined && isCompositeType(type)
        ? this.of(node.selectionSet, type, isList ? null : first)
        : { values: 0, introspection: 0 };
    const total = size * (1 + below.values);
    if (field === SchemaMetaFieldDef || field === TypeMetaFieldDef) return { values: 1, introspection: total };
    return { values: total, introspection: below.introspection };
  }

  #definition(name: string, parent: GraphQLNamedType): GraphQLField<unknown, unknown> | undefined {
    if (name === '__schema') return SchemaMetaFieldDef;
    if (name === '__type') return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  /** Null where the field has no such argument, or what was sent is for its resolver to refuse. */
  #first(node: FieldNode, field: GraphQLField<unknown, unknown>): number | null {
    const argument = field.args.find(({ name }) => name === 'first');
    if (argument === undefined) return null;
    const sent = node.arguments?.find(({ name }) => name.value === 'first')?.value;
    let value: unknown = argument.defaultValue;
    if (sent?.kind === Kind.INT) value = Number(sent.value);
    else if (sent?.kind === Kind.VARIABLE) {
      this.dependsOnVariables = true;
      value = this.#variables[sent.name.value] ?? value;
    }
    return typeof value === 'number' ? Math.min(this.#maxPage, Math.max(0, value)) : null;
  }

  /** Objects in the lists that a root field is given, one level below its input. */
  #items(node: FieldNode, field: GraphQLField<unknown, unknown>): number {
    let items = 0;
    for (const { name, value } of node.arguments ?? []) {
      const type = field.args.find((argument) => argument.name === name.value)?.type;
      const lists = type === undefined ? [] : listsOf(getNamedType(type));
      if (lists.length === 0) continue;
      if (value.kind === Kind.VARIABLE) this.dependsOnVariables = true;
      for (const list of lists) items += this.#lengthOf(memberOf(this.#sent(value), list));
    }
    return items;
  }

  #lengthOf(value: unknown): number {
    const sent = isNode(value) ? this.#sent(value) : value;
    return Array.isArray(sent) ? sent.length : 0;
  }

  /** What stands for a value: of a variable its own, of a list its nodes, of an object its node. */
  #sent(node: ValueNode): unknown {
    if (node.kind === Kind.LIST) return node.values;
    if (node.kind !== Kind.VARIABLE) return node;
    this.dependsOnVariables = true;
    return this.#variables[node.name.value];
  }

  #listSize(field: GraphQLField<unknown, unknown>): number {
    const { listSize } = field.extensions;
    if (typeof listSize === 'number') return listSize;
    // The one list of the schema of the schema that is as long as the schema.
    return field === __Schema.getFields()['types'] ? Object.keys(this.#schema.getTypeMap()).length : DEFAULT_LIST_SIZE;
  }

  #typeNamed(name: string | undefined, otherwise: GraphQLNamedType): GraphQLNamedType {
    return (name === undefined ? undefined : this.#schema.getType(name)) ?? otherwise;
  }
}

/** Fields of an input whose values are lists of objects. */
function listsOf(type: GraphQLNamedType): readonly string[] {
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter((field) => isListType(getNullableType(field.type)) && isInputObjectType(getNamedType(field.type)))
    .map(({ name }) => name);
}

function memberOf(value: unknown, name: string): unknown {
  if (isNode(value))
    return value.kind === Kind.OBJECT ? value.fields.find((each) => each.name.value === name)?.value : undefined;
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** Whether it stands in the document; what was sent in variables is coerced into objects without `kind`. */
function isNode(value: unknown): value is ValueNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'loc' in value;
}

function round(values: number): string {
  return values < 1_000_000 ? String(values) : values.toExponential(1);
}
