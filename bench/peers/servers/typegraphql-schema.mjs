import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, getNullableType, isListType, isNonNullType } from 'graphql';
import {
  Arg,
  buildSchema as buildTypeGraphQLSchema,
  Field,
  FieldResolver,
  Float,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  registerEnumType,
  Resolver,
  Root,
} from 'type-graphql';
import { ENUMS, SCALARS, TYPES } from './model.mjs';

/**
 * The same types by TypeGraphQL as it comes, decorators called by hand: a resolver of its own for every field, the default
 * validation, nothing made synchronous. For queries and mutations only.
 */
export function typeGraphQLSchema(model) {
  const text = readFileSync(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');
  const source = buildSchema(text);
  const types = { ID, String, Int, Float, Boolean, ...SCALARS };
  for (const name of ENUMS) {
    types[name] = Object.fromEntries(
      source
        .getType(name)
        .getValues()
        .map(({ name: value }) => [value, value]),
    );
    registerEnumType(types[name], { name });
  }
  for (const name of TYPES) types[name] = { [name]: class {} }[name];
  for (const name of TYPES) {
    for (const field of Object.values(source.getType(name).getFields())) {
      const known = types[getNamedType(field.type).name];
      if (known === undefined || field.args.length > 0) continue;
      const isList = isListType(getNullableType(field.type));
      const options = { nullable: !isNonNullType(field.type) };
      Field(() => (isList ? [known] : known), options)(types[name].prototype, field.name);
    }
    ObjectType(name)(types[name]);
  }
  const resolvers = [poolResolver(types, model), tasksResolver(types)];
  const pubSub = { publish: () => undefined, subscribe: () => undefined };
  return buildTypeGraphQLSchema({ resolvers, pubSub, validate: false });
}

function poolResolver({ Pool, SubmitTaskPayload, JSONObject }, model) {
  class SubmitTaskInput {}
  Field(() => JSONObject, { nullable: true })(SubmitTaskInput.prototype, 'payload');
  InputType('SubmitTaskInput')(SubmitTaskInput);
  class Roots {
    pool() {
      return model.pool();
    }

    submitTask({ payload }) {
      return model.submitTask(payload);
    }
  }
  decorate(Roots, 'pool', [Query(() => Pool, { nullable: true })]);
  parameters(Roots, 'submitTask', [Arg('input', () => SubmitTaskInput)]);
  decorate(Roots, 'submitTask', [Mutation(() => SubmitTaskPayload)]);
  Resolver()(Roots);
  return Roots;
}

function tasksResolver({ Pool, TaskConnection }) {
  class PoolFields {
    tasks(pool, first) {
      return pool.tasks({ first });
    }
  }
  parameters(PoolFields, 'tasks', [Root(), Arg('first', () => Int, { defaultValue: 50 })]);
  decorate(PoolFields, 'tasks', [FieldResolver(() => TaskConnection)]);
  Resolver(() => Pool)(PoolFields);
  return PoolFields;
}

function decorate(target, name, decorators) {
  for (const apply of decorators)
    apply(target.prototype, name, Object.getOwnPropertyDescriptor(target.prototype, name));
}

/** What the compiler of TypeScript would say about them goes along. */
function parameters(target, name, decorators) {
  Reflect.defineMetadata(
    'design:paramtypes',
    decorators.map(() => Object),
    target.prototype,
    name,
  );
  decorators.forEach((apply, index) => apply(target.prototype, name, index));
}
