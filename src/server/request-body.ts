import type { IncomingMessage } from 'node:http';
import { Rejection } from '../core/rejection.js';

/** How much more than allowed is read and thrown away, so that the sender gets to read why it was refused. */
const DISCARDED = 4;

/**
 * The body as text. Refuses with PAYLOAD_TOO_LARGE beyond `maxBytes`, of which no more than that is ever kept, and with
 * BAD_USER_INPUT what is no UTF-8. Rejects with a plain error where the connection breaks.
 */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks = await read(request, maxBytes);
  if (chunks === null) {
    throw new Rejection('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`, { limit: maxBytes });
  }
  try {
    return UTF8.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  } catch {
    throw new Rejection('BAD_USER_INPUT', 'The body is not UTF-8.');
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Null for more than `maxBytes`. By its events: an iterator over a request costs more than to answer it. */
function read(request: IncomingMessage, maxBytes: number): Promise<readonly Buffer[] | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (bytes <= maxBytes * DISCARDED) return;
      // What is left is not read; the answer closes the connection.
      request.pause();
      resolve(null);
    });
    request.once('end', () => {
      resolve(bytes > maxBytes ? null : chunks);
    });
    request.once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the connection broke'));
    });
  });
}

/** The JSON that a body holds. Refuses with 415 what is not `application/json` in UTF-8, else as `readBody`. */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { kind, parameters } = contentTypeOf(request);
  const { 'content-encoding': encoding } = request.headers;
  const isJson =
    kind === 'application/json' &&
    parameters.every((each) => !each.startsWith('charset=') || /^charset="?utf-?8"?$/.test(each));
  if (!isJson || (encoding !== undefined && encoding.toLowerCase() !== 'identity')) {
    request.resume();
    throw new UnsupportedMediaType();
  }
  return parseJson(await readBody(request, maxBytes));
}

/** In lower case; empty where there is none. */
export function contentTypeOf({ headers }: IncomingMessage): {
  readonly kind: string;
  readonly parameters: readonly string[];
} {
  const [kind = '', ...parameters] = (headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return { kind, parameters };
}

/** Its status is its own: 415. */
export class UnsupportedMediaType extends Rejection {
  constructor() {
    super('BAD_USER_INPUT', 'The body must be application/json in UTF-8, without a content encoding.');
  }
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Rejection('BAD_USER_INPUT', 'The body is not JSON.');
  }
}
