import type { FetchImplementation } from 'jose';

/** Far more than any issuer has keys. */
const MOST_BYTES = 262_144;

/** Public keys, from the address that the operator has named and no other: not from where that leads, and no more of it than keys can be. */
export const fetchBounded: FetchImplementation = async (url, options) => {
  const { status, body } = await fetch(url, { ...options, redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Error('the public keys of the issuer are too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status });
};
