import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { usageError } from './command-error.js';

/** Far more than a server takes; standard input has no end that we could trust. */
const MAX_BYTES = 16 * 1024 * 1024;

/** What `--payload` stands for: JSON itself, `@file`, or `@-` (or `-`) for standard input. Always an object. */
export async function readPayload(text: string, cwd: string): Promise<Readonly<Record<string, unknown>>> {
  const isStandardInput = text === '-' || text === '@-';
  const from = isStandardInput ? 'standard input' : text.startsWith('@') ? text.slice(1) : 'what was given';
  const json = isStandardInput ? await standardInput() : text.startsWith('@') ? contentOf(resolve(cwd, from)) : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw usageError(`--payload: ${from} is no JSON: ${messageOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw usageError(`--payload: ${from} must be a JSON object, such as {"text":"a b c"}.`);
  return value as Readonly<Record<string, unknown>>;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usageError(`--payload: ${path} cannot be read: ${messageOf(error)}`);
  }
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw usageError(`--payload: standard input has more than ${String(MAX_BYTES)} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
