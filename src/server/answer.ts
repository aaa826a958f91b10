import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Rejection } from '../core/rejection.js';
import { statusOf } from './admission/public-error.js';

export function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  sendText(response, status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8', ...headers });
}

export function sendText(response: ServerResponse, status: number, text: string, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  // As text it goes out in one piece with the headers.
  response.end(text);
}

/** A refusal before any operation is looked at, in the form of a GraphQL answer, with the status of its code or another. */
export function sendRefusal(
  response: ServerResponse,
  rejection: Rejection,
  headers: OutgoingHttpHeaders = {},
  status?: number,
): void {
  const { code, message, extensions, details } = rejection;
  const retry =
    details.retryAfterMs === undefined ? {} : { 'retry-after': String(Math.ceil(details.retryAfterMs / 1_000)) };
  sendJson(response, status ?? statusOf(code), { errors: [{ message, extensions }] }, { ...retry, ...headers });
}

export function notFound(response: ServerResponse, message = 'There is nothing here.'): void {
  sendRefusal(response, new Rejection('NOT_FOUND', message));
}

export function methodNotAllowed(response: ServerResponse, allow: string): void {
  sendRefusal(response, new Rejection('BAD_USER_INPUT', `Only ${allow} can be used here.`), { allow }, 405);
}
