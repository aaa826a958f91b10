import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { type GraphQLError, OperationTypeNode } from 'graphql';
import { Rejection } from '../core/rejection.js';
import type { GraphContext } from '../graphql/context.js';
import type { Admitted } from './admission/admission.js';
import { statusOf } from './admission/public-error.js';
import { methodNotAllowed, retryAfter, sendText } from './answer.js';
import type { Apollo } from './apollo.js';
import { type OperationParams, paramsOfBody, paramsOfUrl } from './operation-params.js';
import type { Lane, Posted } from './lane.js';
import type { Operations } from './operations.js';
import type { Client } from './quotas/client.js';
import { contentTypeOf, readJson } from './request-body.js';
import type { EventStreams } from './server-sent-events.js';
import { type OperationTrace, traceFrom } from './trace.js';

export interface GraphQLRouteOptions {
  readonly operations: Operations;
  readonly apollo: Apollo;
  readonly streams: EventStreams;
  /** Null: Apollo is asked about everything. */
  readonly lane: Lane | null;
  readonly maxBodyBytes: number;
}

export type GraphQLRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  client: Client,
) => Promise<void>;

/** GraphQL over HTTP: GET for queries, POST for all, server-sent events to whom asks for them. */
export function createGraphQLRoute(options: GraphQLRouteOptions): GraphQLRoute {
  const { operations, apollo, streams, lane, maxBodyBytes } = options;
  return async (request, response, url, client) => {
    const { caller } = client;
    const { method = '', headers } = request;
    if (method !== 'GET' && method !== 'POST') {
      methodNotAllowed(response, 'GET, POST');
      return;
    }
    const body = method === 'POST' ? await jsonBody(request, maxBodyBytes) : undefined;
    // A body of a kind that any page may post anywhere was not even read; Apollo's guard against forgery answers that.
    const params =
      method === 'GET'
        ? paramsOfUrl(url.searchParams, operations.textOf)
        : body === undefined
          ? null
          : paramsOfBody(body, operations.textOf);
    const fromMs = performance.now();
    let trace: OperationTrace | null = null;
    const traced = (): OperationTrace =>
      (trace ??= traceFrom(headers['traceparent'], params?.extensions['traceparent']));
    const context = (): GraphContext => operations.context(traced(), caller);
    let posted: Posted | null = null;
    let admitted: Admitted | null = null;
    if (params !== null) {
      const verdict = operations.admit(params, client);
      const kind = verdict.errors === undefined ? verdict.operation.operation : null;
      const accepts = streamWish(request);
      if (accepts === 'stream' || (accepts === 'either' && kind === OperationTypeNode.SUBSCRIPTION)) {
        if (verdict.errors !== undefined) operations.refused(verdict, caller, traced);
        if (method === 'GET' && kind === OperationTypeNode.MUTATION) methodNotAllowed(response, 'POST');
        else await streams.handle(request, response, { params, verdict, client, context: context() });
        return;
      }
      if (verdict.errors !== undefined) {
        operations.refused(verdict, caller, traced);
        sendErrors(request, response, verdict.errors);
        return;
      }
      if (kind === OperationTypeNode.SUBSCRIPTION)
        throw new Rejection('BAD_USER_INPUT', NEEDS_STREAM, { field: 'query' });
      admitted = verdict;
      if (method === 'POST') posted = { params, admitted: verdict, accept: headers.accept, caller, context };
    }
    const short = posted === null ? null : lane?.take(posted);
    if (short != null) {
      const { status, contentType, text, code } = await short;
      operations.ended(admitted, code, fromMs, trace);
      sendText(response, status, text, { 'content-type': contentType });
      return;
    }
    const { response: answer, code } = await apollo.execute(toApollo(request, url, params), context);
    operations.ended(admitted, code, fromMs, trace);
    const text = answer.body.kind === 'complete' ? answer.body.string : '';
    sendText(response, answer.status ?? 200, text, Object.fromEntries(answer.headers));
    if (posted !== null && (answer.status ?? 200) === 200) lane?.learn(posted, answer.headers.get('content-type'));
  };
}

/** Undefined for a body that a form of any page could send. Refuses every other that is not JSON. */
async function jsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const { kind } = contentTypeOf(request);
  if (['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'].includes(kind)) {
    request.resume();
    return undefined;
  }
  return readJson(request, maxBytes);
}

const NEEDS_STREAM = 'A subscription needs a WebSocket, or `Accept: text/event-stream`.';

/** Whether the answer is wanted as a stream: yes, no, or if that is what it takes. */
function streamWish({ headers }: IncomingMessage): 'stream' | 'either' | 'plain' {
  const kinds = (headers.accept ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.split(';')[0]?.trim());
  const stream = kinds.indexOf('text/event-stream');
  if (stream === -1) return 'plain';
  const json = kinds.findIndex((kind) => kind === 'application/json' || kind === 'application/graphql-response+json');
  return json === -1 || stream < json ? 'stream' : 'either';
}

function sendErrors({ headers }: IncomingMessage, response: ServerResponse, errors: readonly GraphQLError[]): void {
  const { accept = '' } = headers;
  const spec = accept.indexOf('application/graphql-response+json');
  const plain = accept.indexOf('application/json');
  const isSpec = spec !== -1 && (plain === -1 || spec < plain);
  const contentType = `application/${isSpec ? 'graphql-response+json' : 'json'}; charset=utf-8`;
  sendText(response, statusOf(errors[0]?.extensions['code']), JSON.stringify({ errors }), {
    'content-type': contentType,
    ...retryAfter(errors[0]?.extensions['retryAfterMs']),
  });
}

/** With what has been understood already, so that both understand the same. */
function toApollo(request: IncomingMessage, url: URL, params: OperationParams | null): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return {
    method: (request.method ?? '').toUpperCase(),
    headers,
    search: url.searchParams.has('query') || params === null ? url.search : searchOf(params),
    body: params === null ? undefined : { ...params },
  };
}

/** Of a GET that named its document without sending it. */
function searchOf({ query, operationName, variables, extensions }: OperationParams): string {
  const search = new URLSearchParams({
    query,
    variables: JSON.stringify(variables),
    extensions: JSON.stringify(extensions),
  });
  if (operationName != null) search.set('operationName', operationName);
  return `?${search.toString()}`;
}
