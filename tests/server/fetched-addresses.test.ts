import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { buildSchema, isInputObjectType, isIntrospectionType, isObjectType } from 'graphql';
import { Tools } from '../mcp/tools.js';
import { startServer, type RunningServer } from '../support/server.js';

/*
 * The server asks addresses that its operator has configured, and no caller can name one: there is nothing to be guarded against
 * requests forged through it. Whoever adds such a field has to guard it, and is told so here.
 */

const ADDRESS = /url|uri|href|host|endpoint|webhook|callback|address|link/i;

let server: RunningServer;
let tools: Tools;
beforeAll(async () => {
  server = await startServer({ args: ['--durability', 'memory', '--size', '0'] });
  tools = await Tools.connect(server.url);
});
afterAll(async () => {
  await tools.close();
  await server.stop();
});

it('no argument and no field of an input is an address', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const names: string[] = [];
  for (const type of Object.values(schema.getTypeMap()).filter((each) => !isIntrospectionType(each))) {
    if (isInputObjectType(type)) names.push(...Object.keys(type.getFields()).map((name) => `${type.name}.${name}`));
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      names.push(...field.args.map(({ name }) => `${type.name}.${field.name}(${name})`));
  }
  expect(names).toContain('SetDependencyStatusInput.status');
  expect(names.filter((name) => ADDRESS.test(name))).toEqual([]);
});

it('no parameter of a tool is an address', async () => {
  const { tools: all } = await tools.client.listTools();
  const names = all.flatMap(({ name, inputSchema }) =>
    Object.keys(inputSchema.properties ?? {}).map((parameter) => `${name}.${parameter}`),
  );
  expect(names).toContain('submit_task.payload');
  expect(names.filter((name) => ADDRESS.test(name))).toEqual([]);
});
