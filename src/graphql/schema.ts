import 'reflect-metadata';
import { isInterfaceType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import type { TaskOrder } from '../views/task-page.js';
import type { GraphContext } from './context.js';
import type { TaskFilter } from './inputs/filters.js';
import { fillDefaults } from './documented.js';
import { validateInput } from './inputs/validate.js';
import { reportMutations } from './mutation-report.js';
import { AgentMutations } from './resolvers/agent-mutations.js';
import { BackupMutations } from './resolvers/backup-mutations.js';
import { PoolMutations } from './resolvers/pool-mutations.js';
import { Queries } from './resolvers/queries.js';
import { AgentRelations, TaskRelations } from './resolvers/relations.js';
import { Subscriptions } from './resolvers/subscriptions.js';
import { TaskMutations } from './resolvers/task-mutations.js';
import type { Pool } from './types/pool.js';
import type { Task } from './types/task.js';

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What there is, as of now. Reading changes nothing.',
  Mutation:
    'What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing ' +
    'and has its reason in `extensions.code`, one of `ErrorCode`.',
  Subscription:
    'What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in ' +
    'order, and go on from any `cursor`.',
};

let schema: GraphQLSchema | null = null;

/** The public schema; made once per process. */
export function createSchema(): GraphQLSchema {
  schema ??= build();
  return schema;
}

function build(): GraphQLSchema {
  const built = buildSchemaSync({
    resolvers: [
      Queries,
      PoolMutations,
      AgentMutations,
      TaskMutations,
      BackupMutations,
      Subscriptions,
      TaskRelations,
      AgentRelations,
    ],
    validateFn: (input: unknown, _type, { context }) => {
      if (typeof input === 'object' && input !== null) fillDefaults(input);
      validateInput(input, (context as GraphContext).coordinator.inputLimits);
    },
    // Subscriptions read the log; the type wants one all the same.
    pubSub: { publish: noPubSub, subscribe: noPubSub },
  });
  for (const type of Object.values(built.getTypeMap())) {
    // TypeGraphQL's own is asynchronous, which a compiled query cannot do with.
    if (isInterfaceType(type)) type.resolveType = (value: object) => value.constructor.name;
    if (type.name in ROOTS) type.description = ROOTS[type.name];
    if (isObjectType(type) && type.name === 'Subscription') {
      for (const field of Object.values(type.getFields())) field.resolve = (event: unknown) => event;
    }
  }
  synchronous(built);
  reportMutations(built);
  return built;
}

/**
 * Roots of queries, and fields with arguments, that are answered from memory are read in the same turn as their neighbours, so
 * that one answer shows one state, the one its `cursor` is of. TypeGraphQL's resolvers would wait for
 * the validation of each argument.
 */
function synchronous(built: GraphQLSchema): void {
  const set = (
    typeName: string,
    fieldName: string,
    resolve: GraphQLFieldResolver<never, GraphContext, never>,
  ): void => {
    const type = built.getType(typeName);
    const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
    if (field === undefined) throw new Error(`the schema has no ${typeName}.${fieldName}`);
    field.resolve = resolve as typeof field.resolve & object;
  };
  set('Pool', 'agent', (pool: Pool, { id }: { id: string }) => pool.agent(id));
  set('Pool', 'tasks', (pool: Pool, args: { filter?: TaskFilter; orderBy: TaskOrder; first: number; after?: string }) =>
    pool.tasks(args.filter, args.orderBy, args.first, args.after),
  );
  set('Pool', 'metricsHistory', (pool: Pool, { lastMs }: { lastMs: number }) => pool.metricsHistory(lastMs));
  const queries = new Queries();
  set('Query', 'pool', (_root, { name }: { name: string }, context) => queries.pool(context, name));
  set('Query', 'pools', (_root, _args, context) => queries.pools(context));
  set('Query', 'task', (_root, { id }: { id: string }, context) => queries.task(context, id));
  set('Query', 'agent', (_root, { id }: { id: string }, context) => queries.agent(context, id));
  set('Query', 'serverInfo', (_root, _args, context) => queries.serverInfo(context));
  const relations = new TaskRelations();
  set('Task', 'history', (task: Task, { first }: { first: number }, context) =>
    relations.history(task, first, context),
  );
}

function noPubSub(): never {
  throw new Error('subscriptions follow the log, not a bus');
}
