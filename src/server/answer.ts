import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Rejection } from '../core/rejection.js';
import { statusOf } from './admission/public-error.js';

/**
 * On every answer, whatever it is: read as what it says it is, by nobody but whom it is for, and run, framed or kept nowhere. Pages
 * have policies of their own in place of the last.
 */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
} as const;

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
    ...SECURITY_HEADERS,
    'cache-control': 'no-store',
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
  const all = { ...retryAfter(details.retryAfterMs), ...headers };
  sendJson(response, status ?? statusOf(code), { errors: [{ message, extensions }] }, all);
}

/** The header, in whole seconds, where there is something to wait for. */
export function retryAfter(ms: unknown): { readonly 'retry-after'?: string } {
  return typeof ms === 'number' ? { 'retry-after': String(Math.ceil(ms / 1_000)) } : {};
}

export function notFound(response: ServerResponse, message = 'There is nothing here.'): void {
  sendRefusal(response, new Rejection('NOT_FOUND', message));
}

export function methodNotAllowed(response: ServerResponse, allow: string): void {
  sendRefusal(response, new Rejection('BAD_USER_INPUT', `Only ${allow} can be used here.`), { allow }, 405);
}
