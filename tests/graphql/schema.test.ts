import { describe, expect, it } from '@jest/globals';
import { isInterfaceType, isObjectType, printSchema } from 'graphql';
import { createSchema } from '../../src/graphql/schema.js';

describe('createSchema', () => {
  it('makes one schema per process', () => {
    expect(createSchema()).toBe(createSchema());
  });

  it('resolves fields without arguments by reading a property, but for relations', () => {
    const slow = Object.values(createSchema().getTypeMap()).flatMap((type) => {
      if (!isObjectType(type) || type.name.startsWith('__') || /^(Query|Mutation|Subscription)$/.test(type.name))
        return [];
      return Object.values(type.getFields()).flatMap(({ name, args, resolve }) =>
        resolve !== undefined && args.length === 0 ? [`${type.name}.${name}`] : [],
      );
    });
    expect(slow.sort()).toEqual(['Agent.currentTask', 'Task.assignedAgent']);
  });

  it('tells the type of a stream item without waiting', () => {
    const type = createSchema().getType('StreamItem');
    expect(isInterfaceType(type) && type.resolveType?.length).toBe(1);
  });

  it('says the default of every argument that has one', () => {
    const sdl = printSchema(createSchema());
    expect(sdl).toContain('initializePool(');
    expect(sdl).toContain('input: InitializePoolInput! = {}');
    expect(sdl).toContain('maxAttempts: Int! = 3');
    expect(sdl).toContain('orderBy: TaskOrder! = CREATED_DESC');
  });
});
