import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

/** Below this the headers weigh more than what is saved. */
const SMALLEST_BYTES = 1_024;
const COMPRESSIBLE = /^(text\/|application\/(json|manifest\+json|wasm)|image\/svg|font\/ttf)/;
/** Best first. */
const OFFERED: readonly Encoding[] = ['br', 'gzip'];

/**
 * The encoding to answer with, undefined for none: the best of ours that `Accept-Encoding` names, or covers by `*`, with
 * a weight above zero. Weights only forbid; among what is allowed the smaller one wins.
 */
export function chooseEncoding(accepted: string | undefined, contentType: string, bytes: number): Encoding | undefined {
  if (accepted === undefined || bytes < SMALLEST_BYTES || !COMPRESSIBLE.test(contentType)) return undefined;
  const weights = new Map<string, number>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name, ...parameters] = part.split(';').map((piece) => piece.trim());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    if (name !== undefined) weights.set(name, Number(weight));
  }
  return OFFERED.find((encoding) => (weights.get(encoding) ?? weights.get('*') ?? 0) > 0);
}

const gzipAsync = promisify(gzip);
const brotliAsync = promisify(brotliCompress);

/** In a thread of libuv's pool, not on the main one. Quality 5 of brotli is smaller than gzip's 9 and still quick. */
export function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzipAsync(body, { level: 6 });
  return brotliAsync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}
