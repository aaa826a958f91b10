import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Rejection } from '../core/rejection.js';
import { retryAfter, SECURITY_HEADERS } from './answer.js';

/** Says to come by TLS alone from now on; nothing for 0. */
export function hstsHeader(seconds: number): Readonly<Record<string, string>> {
  return seconds > 0 ? { 'strict-transport-security': `max-age=${seconds}` } : {};
}

/**
 * A refusal on a connection that has no response to write it with: one that was to become a WebSocket, or whose request is none. It is
 * the last thing that is written to it.
 */
export function sendRaw(
  socket: Duplex,
  status: number,
  { message, extensions, details }: Rejection,
  more: Readonly<Record<string, string>> = {},
): void {
  const body = JSON.stringify({ errors: [{ message, extensions }] });
  const headers = {
    ...SECURITY_HEADERS,
    ...more,
    ...retryAfter(details.retryAfterMs),
    'cache-control': 'no-store',
    connection: 'close',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}
