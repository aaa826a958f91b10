import { type GraphQLFieldResolver, type GraphQLObjectType, isObjectType, type GraphQLSchema } from 'graphql';
import type { GraphContext } from './context.js';

/** One root field of a mutation that has been answered. */
export interface MutationReport {
  /** Name of the operation; null where it has none. */
  readonly operation: string | null;
  /** Root field. */
  readonly field: string;
  /** As they were sent, coerced. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The payload; null where it was refused. */
  readonly payload: object | null;
  /** What it was refused with, or broke with; null where it went well. */
  readonly error: unknown;
  readonly ms: number;
}

/** Every root field of a mutation tells its caller's context what came of it, whatever its resolver is and whichever way it came. */
export function reportMutations(schema: GraphQLSchema): void {
  const mutation = schema.getType('Mutation');
  if (!isObjectType(mutation)) throw new Error('a schema without mutations');
  for (const field of Object.values((mutation as GraphQLObjectType<unknown, GraphContext>).getFields())) {
    if (field.resolve !== undefined) field.resolve = reporting(field.resolve);
  }
}

type Resolver = GraphQLFieldResolver<unknown, GraphContext>;

function reporting(resolve: Resolver): Resolver {
  return async (source, args: Readonly<Record<string, unknown>>, context, info) => {
    const fromMs = performance.now();
    const tell = (payload: object | null, error: unknown): void => {
      const operation = info.operation.name?.value ?? null;
      context.onMutation?.(
        { operation, field: info.fieldName, args, payload, error, ms: performance.now() - fromMs },
        context,
      );
    };
    try {
      const payload: unknown = await resolve(source, args, context, info);
      tell(payload as object, null);
      return payload;
    } catch (error) {
      tell(null, error);
      throw error;
    }
  };
}
