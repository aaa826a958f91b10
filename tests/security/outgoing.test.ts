import { expect, it } from '@jest/globals';
import { isInputObjectType, isObjectType } from 'graphql';
import { createSchema } from '../../src/graphql/schema.js';
import { Tools } from '../mcp/tools.js';
import { startServer } from '../support/server.js';

/** How a parameter would be called that takes an address to be asked. */
const ADDRESS = /url|uri|href|link|host|address|endpoint|webhook|callback|origin|proxy|probe/i;

it('no input of a caller is an address', async () => {
  const names = Object.values(createSchema().getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isInputObjectType(type)) return Object.keys(type.getFields());
    if (isObjectType(type)) return Object.values(type.getFields()).flatMap(({ args }) => args.map(({ name }) => name));
    return [];
  });
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => ADDRESS.test(name))).toEqual([]);

  const server = await startServer({ args: ['--durability', 'memory', '--size', '0', '--agent-kind', 'REMOTE'] });
  const tools = await Tools.connect(server.url);
  const listed = (await tools.client.listTools()).tools;
  const parameters = listed.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}));
  expect(parameters.length).toBeGreaterThan(30);
  expect(parameters.filter((name) => ADDRESS.test(name))).toEqual([]);
  await tools.close();
  await server.stop();
});
