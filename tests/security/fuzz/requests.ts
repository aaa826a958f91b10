import type { Chance } from './chance.js';
import { damaged } from './damage.js';

export interface Posting {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** As it goes over the wire, closing the connection. */
export function written({ path, headers, body }: Posting): Buffer {
  const bytes = Buffer.from(body);
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers, 'content-length': bytes.length });
  const head = lines.map(([name, value]) => `${name}: ${String(value)}\r\n`).join('');
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n`), bytes]);
}

/** The request with a fault anywhere, or as one that two servers would read differently. */
export function hostile(chance: Chance, posting: Posting, other: Posting): Buffer {
  const bytes = written(posting);
  if (chance.is(0.6)) return damaged(chance, bytes, written(other));
  const { path, headers, body } = posting;
  const head = Object.entries({ host: 'localhost', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const length = Buffer.byteLength(body);
  const chunk = `${length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const hidden = `GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n`;
  const text = chance.pick([
    () =>
      `POST ${path} HTTP/1.1\r\n${head}content-length: ${String(length)}\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${hidden}`,
    () => `POST ${path} HTTP/1.1\r\n${head}content-length: 0\r\ncontent-length: ${String(length)}\r\n\r\n${body}`,
    () => `POST ${path} HTTP/1.1\r\n${head}transfer-encoding: chunked, identity\r\n\r\n${chunk}`,
    () => `POST ${path} HTTP/1.1\r\n${head}transfer-encoding:\u000bchunked\r\n\r\n${chunk}`,
    () => `POST ${path} HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\n${body}`,
    () =>
      `POST ${path} HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n${'1;a=b\r\nx\r\n'.repeat(chance.small(2_000))}0\r\n\r\n`,
    () =>
      `POST ${path} HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n${chunk.replace('0\r\n\r\n', `0\r\n${'t: x\r\n'.repeat(chance.small(3_000))}\r\n`)}`,
    () => `POST ${path} HTTP/1.1\n${head.replaceAll('\r\n', '\n')}content-length: ${String(length)}\n\n${body}`,
    () => `POST ${path} HTTP/1.1\r\n${head}x: a\r\n folded\r\ncontent-length: ${String(length)}\r\n\r\n${body}`,
    () => `POST ${path} HTTP/1.1\r\n${head}x: ${'y'.repeat(chance.small(200_000))}\r\n\r\n`,
    () => `POST ${path} HTTP/1.1\r\n${head}${'x: y\r\n'.repeat(chance.small(5_000))}\r\n`,
    () => `POST ${path} HTTP/1.1\r\n${head}content-length: -1\r\n\r\n${body}`,
    () => `POST ${path} HTTP/1.1\r\n${head}content-length: 99999999999999999999\r\n\r\n${body}`,
    () => `POST ${path} HTTP/1.1\r\n${head}expect: 100-continue\r\ncontent-length: ${String(length)}\r\n\r\n${body}`,
    () => `POST ${path} HTTP/1.1\r\n${head}content-encoding: gzip\r\ncontent-length: ${String(length)}\r\n\r\n${body}`,
    () => `POST http://evil.example${path} HTTP/1.1\r\n${head}content-length: ${String(length)}\r\n\r\n${body}`,
    () => `CONNECT evil.example:443 HTTP/1.1\r\n${head}\r\n`,
    () => `GET ${path}?query=${'%'.repeat(chance.small(9_000))} HTTP/1.1\r\n${head}apollo-require-preflight: 1\r\n\r\n`,
    () =>
      `GET ${path}?${'variables=%7B%7D&'.repeat(chance.small(800))} HTTP/1.1\r\n${head}apollo-require-preflight: 1\r\n\r\n`,
    () => `GET /${'../'.repeat(chance.small(300))}etc/passwd HTTP/1.1\r\n${head}\r\n`,
    () => `GET //evil.example/%2e%2e HTTP/1.0\r\n\r\n`,
    () => `GET ${path}\r\n`,
    () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    () => `GET ${path} HTTP/1.1\r\n${head}upgrade: h2c, websocket\r\nconnection: upgrade\r\n\r\n`,
    () => hidden.repeat(1 + chance.small(200)),
  ])();
  return Buffer.from(text, 'latin1');
}
