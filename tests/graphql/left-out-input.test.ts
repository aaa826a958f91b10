import { beforeEach, expect, it } from '@jest/globals';
import { type GraphQLObjectType, isRequiredArgument } from 'graphql';
import { createSchema } from '../../src/graphql/schema.js';
import { Service } from './service.js';

let service: Service;
beforeEach(async () => {
  service = await Service.open({ size: 1 });
});

const mutations = Object.values((createSchema().getMutationType() as GraphQLObjectType).getFields());
/** Those with an input that may be left out. */
const NAMES = mutations.filter(({ args }) => !args.some(isRequiredArgument)).map(({ name }) => name);

it('is in the schema for these', () => {
  expect(NAMES.sort()).toEqual([
    ...['createBackup', 'initializePool', 'pausePool', 'resumePool', 'shutdownPool', 'spawnAgent'],
  ]);
});

it.each(NAMES)('%s without an input does what it does with an empty one', async (name) => {
  const { errors: withEmpty } = await service.result(`mutation { ${name}(input: {}) { cursor: __typename } }`);
  service = await Service.open({ size: 1 });
  const { data, errors } = await service.result(`mutation { ${name} { cursor: __typename } }`);
  expect(errors?.map(({ message }) => message)).toEqual(withEmpty?.map(({ message }) => message));
  expect(data === null).toBe(withEmpty !== undefined);
});

it('a pool is made with the defaults of its fields', async () => {
  const { data } = await service.result('mutation { initializePool { pool { name size } } }');
  expect(data).toEqual({ initializePool: { pool: { name: 'default', size: 4 } } });
});
