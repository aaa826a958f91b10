import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { SCALARS } from './model.mjs';

/** Our schema, from its text, over the model: what a peer is given where nobody asks for TypeGraphQL. */
export function plainSchema(model) {
  const schema = buildSchema(readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8'));
  for (const [name, { serialize, parseValue, parseLiteral }] of Object.entries(SCALARS))
    Object.assign(schema.getType(name), { serialize, parseValue, parseLiteral });
  const field = (type, name) => schema.getType(type).getFields()[name];
  field('Query', 'pool').resolve = () => model.pool();
  field('Pool', 'tasks').resolve = (pool, { first }) => pool.tasks({ first });
  field('Mutation', 'submitTask').resolve = (_root, { input }) => model.submitTask(input.payload);
  field('Subscription', 'taskLifecycle').subscribe = (_root, { filter }) => model.events(filter?.types);
  return schema;
}
