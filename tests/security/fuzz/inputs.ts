import type { GraphQLSchema } from 'graphql';
import type { Chance } from './chance.js';
import { damaged } from './damage.js';
import { anyOperation, bomb, type Known } from './documents.js';
import { anyFrames, anyMessages, frame } from './frames.js';
import { hostile, type Posting, written } from './requests.js';
import { anyMessage, type ToolSchema } from './tool-calls.js';
import { anyValue, oddJson } from './values.js';
import { converse, exchange } from './wire.js';

export const TRANSPORTS = ['HTTP', 'SSE', 'WebSocket', 'MCP'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What inputs are made of. */
export interface Ground {
  readonly port: number;
  readonly schema: GraphQLSchema;
  readonly tools: readonly ToolSchema[];
  readonly known: Known;
  /** Values of the header that are good, and some that are not. */
  readonly credentials: readonly string[];
}

export interface Answered {
  readonly transport: Transport;
  /** What was sent, for people. */
  readonly sent: string;
  readonly answer: string;
}

/** One input that follows from the choices, sent and answered. */
export async function play(chance: Chance, ground: Ground): Promise<Answered> {
  const transport = chance.pick(TRANSPORTS);
  if (transport === 'WebSocket') return onSocket(chance, ground);
  const posting = anyPosting(chance, ground, transport);
  const isWhole = chance.is(0.65);
  const bytes = isWhole
    ? written(posting)
    : hostile(chance, posting, anyPosting(chance, ground, chance.pick(['HTTP', 'MCP'])));
  const answer = await exchange(chance, ground.port, bytes, isWhole);
  return { transport, sent: bytes.toString('latin1'), answer };
}

function anyPosting(chance: Chance, ground: Ground, transport: Transport): Posting {
  const authorization = credential(chance, ground);
  const accept = chance.is(0.02) ? 'text/html' : ACCEPTS[transport];
  const headers = {
    'content-type': chance.is(0.97)
      ? 'application/json'
      : chance.pick(['text/plain', 'application/json;charset=utf-16', '']),
    accept,
    ...(authorization !== '' && { authorization }),
    ...(chance.is(0.1) && { traceparent: `00-${'0a'.repeat(16)}-${chance.is(0.5) ? '0b'.repeat(8) : 'x'}-01` }),
    ...(chance.is(0.03) && { origin: chance.pick(['https://evil.example', 'null', 'http://localhost:1']) }),
  };
  const body = transport === 'MCP' ? anyMessage(chance, ground.tools, ground.known) : anyParams(chance, ground);
  const text = chance.is(0.04) ? oddJson(chance) : JSON.stringify(body);
  return { path: transport === 'MCP' ? '/mcp' : '/graphql', headers, body: text };
}

const ACCEPTS: Readonly<Record<Transport, string>> = {
  HTTP: 'application/json',
  SSE: 'text/event-stream',
  WebSocket: '',
  MCP: 'application/json, text/event-stream',
};

function anyParams(chance: Chance, { schema, known }: Ground): unknown {
  const operation = chance.is(0.85) ? anyOperation(chance, schema, known) : bomb(chance);
  if (chance.is(0.9)) return operation;
  if (chance.is(0.2)) return Array<unknown>(chance.small(20)).fill(operation);
  return {
    ...operation,
    [chance.pick(['query', 'variables', 'operationName', 'extensions', '__proto__', 'id'])]: anyValue(chance),
  };
}

async function onSocket(chance: Chance, ground: Ground): Promise<Answered> {
  const messages = anyMessages(chance, ground.schema, ground.known, credential(chance, ground));
  const [init = '', ...rest] = messages;
  const isOrderly = chance.is(0.85) && init.includes('connection_init');
  const frames = chance.is(0.6)
    ? Buffer.concat((isOrderly ? rest : messages).map((message) => frame(Buffer.from(message))))
    : anyFrames(chance, isOrderly ? rest : messages);
  const sent = chance.is(0.05) ? damaged(chance, frames, frames) : frames;
  const answer = await converse(chance, ground.port, isOrderly ? frame(Buffer.from(init)) : null, sent);
  return { transport: 'WebSocket', sent: messages.join('\n'), answer };
}

function credential(chance: Chance, { credentials }: Ground): string {
  return chance.is(0.85) ? credentials[0]! : chance.pick(credentials);
}
