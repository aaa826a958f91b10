import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type DocumentLimits, INTROSPECTION_LIMITS } from './limits.js';
import { refusal } from './refusal.js';

/** What a selection comes to with its fragments spread. */
interface Shape {
  /** Levels of fields, those below `__schema` and `__type` not counted. */
  readonly depth: number;
  readonly introspectionDepth: number;
  readonly aliases: number;
  /** Fields right in it, not below. */
  readonly fields: number;
}

const NOTHING: Shape = { depth: 0, introspectionDepth: 0, aliases: 0, fields: 0 };

/**
 * Holds a parsed document, before it is validated, against the limits that need no schema. Linear in its length:
 * each fragment is looked at once however often it is spread, and a cycle counts as nothing (validation refuses it).
 */
export function structureError(document: DocumentNode, limits: DocumentLimits): GraphQLError | null {
  const crowded = crowdedDirectives(document, limits.maxDirectives);
  if (crowded !== null) return crowded;
  const shapes = new Shapes(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    const error = shapeError(definition, shapes.of(definition.selectionSet), limits);
    if (error !== null) return error;
  }
  return null;
}

function shapeError(
  nodes: OperationDefinitionNode | FragmentDefinitionNode,
  shape: Shape,
  limits: DocumentLimits,
): GraphQLError | null {
  const checks: [string, number, number][] = [
    ['is nested %s levels deep', shape.depth, limits.maxDepth],
    ['asks for the schema %s levels deep', shape.introspectionDepth, INTROSPECTION_LIMITS.maxDepth],
    ['has %s aliases', shape.aliases, limits.maxAliases],
  ];
  if (nodes.kind === Kind.OPERATION_DEFINITION) checks.push(['has %s root fields', shape.fields, limits.maxRootFields]);
  for (const [what, number, limit] of checks) {
    if (number <= limit) continue;
    const message = `The operation ${what.replace('%s', String(number))}; at most ${limit} are allowed.`;
    return refusal('OPERATION_TOO_COMPLEX', message, { limit }, { nodes });
  }
  return null;
}

class Shapes {
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #known = new Map<string, Shape>();

  constructor(document: DocumentNode) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  of({ selections }: SelectionSetNode): Shape {
    let { depth, introspectionDepth, aliases, fields } = NOTHING;
    const add = (shape: Shape): void => {
      depth = Math.max(depth, shape.depth);
      introspectionDepth = Math.max(introspectionDepth, shape.introspectionDepth);
      aliases += shape.aliases;
      fields += shape.fields;
    };
    for (const selection of selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) add(this.#fragment(selection.name.value));
      else if (selection.kind === Kind.INLINE_FRAGMENT) add(this.of(selection.selectionSet));
      else {
        const below = selection.selectionSet === undefined ? NOTHING : this.of(selection.selectionSet);
        const all = 1 + Math.max(below.depth, below.introspectionDepth);
        const isSchema = selection.name.value === '__schema' || selection.name.value === '__type';
        add({
          depth: isSchema ? 0 : 1 + below.depth,
          introspectionDepth: isSchema ? all : below.introspectionDepth,
          aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
          fields: 1,
        });
      }
    }
    return { depth, introspectionDepth, aliases, fields };
  }

  #fragment(name: string): Shape {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    this.#known.set(name, NOTHING);
    const fragment = this.#fragments.get(name);
    const shape = fragment === undefined ? NOTHING : this.of(fragment.selectionSet);
    this.#known.set(name, shape);
    return shape;
  }
}

function crowdedDirectives(document: DocumentNode, limit: number): GraphQLError | null {
  const places: {
    readonly directives?: readonly DirectiveNode[] | undefined;
    readonly selectionSet?: SelectionSetNode | undefined;
  }[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
    places.push(definition);
    // On a fragment they are no GraphQL, and not parsed.
    if (definition.kind === Kind.OPERATION_DEFINITION) places.push(...(definition.variableDefinitions ?? []));
  }
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { directives = [], selectionSet } = place;
    if (directives.length > limit) {
      const message = `There are ${directives.length} directives in one place; at most ${limit} are allowed.`;
      return refusal('OPERATION_TOO_COMPLEX', message, { limit }, { nodes: directives.slice(limit, limit + 1) });
    }
    places.push(...(selectionSet?.selections ?? []));
  }
  return null;
}
