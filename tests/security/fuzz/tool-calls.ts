import type { Chance } from './chance.js';
import type { Known } from './documents.js';
import { anyValue } from './values.js';

/** The part of JSON Schema that the tools say their parameters with. */
interface Parameter {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Parameter;
}

export interface ToolSchema {
  readonly name: string;
  readonly inputSchema: { readonly properties?: Readonly<Record<string, Parameter>> };
}

/** A message to `/mcp`: mostly a call of a tool within its own schema, with something wrong now and then. */
export function anyMessage(chance: Chance, tools: readonly ToolSchema[], known: Known): unknown {
  if (chance.is(0.05)) return chance.many(30, () => anyMessage(chance, tools, known));
  if (chance.is(0.1)) return anyRpc(chance);
  const tool = chance.pick(tools);
  const { properties = {} } = tool.inputSchema;
  const given = Object.entries(properties)
    .filter(([name]) => name.endsWith('Id') || chance.is(0.5))
    .map(([name, parameter]) => [name, chance.is(0.1) ? anyValue(chance) : valueOf(chance, name, parameter, known)]);
  if (tool.name === 'shutdown_pool') given.push(['pool', 'other']);
  const params = {
    name: chance.is(0.02) ? anyValue(chance, 0) : tool.name,
    arguments: Object.fromEntries(given) as unknown,
  };
  return { jsonrpc: '2.0', id: 1, method: 'tools/call', params };
}

function valueOf(chance: Chance, name: string, parameter: Parameter, known: Known): unknown {
  // Who waits would only hold up the next input.
  if (name === 'waitMs') return chance.below(20);
  if (name === 'kind') return 'REMOTE';
  const there = known[name];
  if (there !== undefined && chance.is(0.7)) return chance.pick(there);
  if (parameter.enum !== undefined) return chance.pick(parameter.enum);
  const { minimum = -2, maximum = 2 ** 31, items = {} } = parameter;
  switch (parameter.type) {
    case 'integer':
      return chance.pick([
        minimum,
        maximum,
        minimum - 1,
        maximum + 1,
        Math.round((minimum + Math.min(maximum, 9)) / 2),
      ]);
    case 'number':
      return chance.pick([minimum, maximum, 0.5, -1]);
    case 'boolean':
      return chance.is(0.5);
    case 'array':
      return chance.many(5, () => valueOf(chance, '', items, known));
    case 'object':
      return { a: anyValue(chance) };
    default:
      return chance.is(0.5) ? 'text' : anyValue(chance, 1);
  }
}

const METHODS = [
  ...['initialize', 'ping', 'tools/list', 'tools/call', 'resources/list', 'prompts/get', 'completion/complete'],
  ...['notifications/initialized', 'notifications/cancelled', 'logging/setLevel', 'rpc.discover', '__proto__', ''],
];

function anyRpc(chance: Chance): unknown {
  return {
    jsonrpc: chance.is(0.9) ? '2.0' : anyValue(chance, 0),
    ...(chance.is(0.8) && { id: chance.is(0.8) ? chance.below(100) : anyValue(chance, 1) }),
    method: chance.is(0.9) ? chance.pick(METHODS) : anyValue(chance, 0),
    ...(chance.is(0.8) && { params: anyValue(chance) }),
    ...(chance.is(0.1) && { result: anyValue(chance) }),
  };
}
