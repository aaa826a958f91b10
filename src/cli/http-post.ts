import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { Post } from '../sdk/http-calls.js';

/** No answer of a server is nearly as long. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** By Node's own client, which is loaded 60 ms sooner than `fetch`: most of what a command takes. */
export const httpPost: Post = async (url, headers, body, signal) => {
  const request = url.startsWith('https:') ? (await import('node:https')).request : httpRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = { method: 'POST', headers: { ...headers, ...length }, ...(signal !== undefined && { signal }) };
    request(url, options, resolve).on('error', reject).end(body);
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new Error(`The answer has more than ${String(MAX_ANSWER_BYTES)} bytes.`);
    chunks.push(chunk);
  }
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
};
