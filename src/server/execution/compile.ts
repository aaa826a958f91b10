import {
  type ArgumentNode,
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLObjectType,
  getNullableType,
  isLeafType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { collectFields, type Surroundings } from './collect.js';
import { completing, NotCompiled } from './complete.js';
import { executeFields, executeSerially, type Field, infoOf, type Selection } from './fields.js';
import type { Run } from './run.js';

/** An operation with everything decided that the document decides, for one way in which its `@skip` and `@include` turn out. */
export interface CompiledOperation {
  /** Fields with their fragments spread, which is what its memory goes by. */
  readonly size: number;
  /** Whether it has a field whose value may change while the log stands still. */
  readonly isOfThePresent: boolean;
  readonly execute: (run: Run) => unknown;
}

/** Throws `NotCompiled` for what graphql-js has to execute. */
export function compile(
  surroundings: Surroundings,
  operation: OperationDefinitionNode,
  maxSize: number,
): CompiledOperation {
  const { schema } = surroundings;
  const rootType = schema.getRootType(operation.operation);
  if (rootType == null) throw new NotCompiled();
  let size = 0;
  let isOfThePresent = false;

  const select = (type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Selection => {
    const fields: Field[] = [];
    for (const [key, nodes] of collectFields(surroundings, type, sets)) {
      size += 1;
      if (size > maxSize) throw new NotCompiled();
      const [node] = nodes;
      const definition = node && definitionOf(node.name.value, type, type === schema.getQueryType());
      if (node === undefined || definition === undefined) throw new NotCompiled();
      if (definition.extensions['ofThePresent'] === true) isOfThePresent = true;
      fields.push(fieldOf(key, node, nodes, type, definition));
    }
    return { fields, isPlain: fields.every(({ key }) => key !== '__proto__') };
  };

  const fieldOf = (
    key: string,
    node: FieldNode,
    nodes: readonly FieldNode[],
    parentType: GraphQLObjectType,
    definition: GraphQLField<unknown, unknown>,
  ): Field => {
    const { type, resolve } = definition;
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const argumentsOf = argumentsReader(definition, node);
    return {
      ...{ key, nodes, parentType, definition, argumentsOf },
      isNonNull: isNonNullType(type),
      isLeafProperty: resolve === undefined && isLeafType(getNullableType(type)),
      resolve:
        resolve === undefined
          ? null
          : (run, field, source, path) => resolve(source, argumentsOf(run), run.context, infoOf(run, field, path)),
      complete: completing(type, (below) => select(below, sets)),
    };
  };

  const root = select(rootType, [operation.selectionSet]);
  const execute = operation.operation === OperationTypeNode.MUTATION ? executeSerially : executeFields;
  return { size, isOfThePresent, execute: (run) => execute(run, root, run.root, undefined) };
}

function definitionOf(
  name: string,
  type: GraphQLObjectType,
  isQuery: boolean,
): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
  if (isQuery && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (isQuery && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return type.getFields()[name];
}

/** Reads them once where no variable and no object is among them, which a resolver could change. */
function argumentsReader(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (run: Run) => Record<string, unknown> {
  const isFixed = (node.arguments ?? []).every(({ value }: ArgumentNode) => isScalarLiteral(value));
  if (!isFixed) return (run) => getArgumentValues(definition, node, run.variables);
  try {
    const values = getArgumentValues(definition, node, {});
    if (Object.values(values).every((value) => typeof value !== 'object' || value === null)) return () => values;
  } catch {
    // Refused with its place in the answer, in each execution.
  }
  return (run) => getArgumentValues(definition, node, run.variables);
}

function isScalarLiteral({ kind }: ValueNode): boolean {
  return kind !== Kind.VARIABLE && kind !== Kind.OBJECT && kind !== Kind.LIST;
}
