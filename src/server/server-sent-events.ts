import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { createHandler, type OperationContext } from 'graphql-sse';
import type { Authentication } from '../access/authentication.js';
import type { GraphContext } from '../graphql/context.js';
import type { Verdict } from './admission/admission.js';
import { toPublicError } from './admission/public-error.js';
import { SECURITY_HEADERS } from './answer.js';
import { drained } from './drain.js';
import { maskedStream } from './masked-stream.js';
import type { OperationParams } from './operation-params.js';
import type { Operations } from './operations.js';
import type { Client } from './quotas/client.js';
import type { Quotas, Release } from './quotas/quotas.js';

/** One operation answered as server-sent events: subscriptions over HTTP, and anything else to whom prefers it so. */
export interface EventStreams {
  /** Resolves when the stream has ended. */
  handle(request: IncomingMessage, response: ServerResponse, operation: StreamedOperation): Promise<void>;
  readonly count: number;
  /** Ends all that are open. */
  close(): Promise<void>;
}

export interface StreamedOperation {
  readonly params: OperationParams;
  readonly verdict: Verdict;
  readonly client: Client;
  readonly context: GraphContext;
}

/** Events taken from a subscription that its reader has not been sent yet. */
const MAX_AHEAD = 16;

/** Rides along with a request through the library. */
interface Riding {
  readonly response: ServerResponse;
  readonly context: GraphContext;
  readonly verdict: Verdict;
  /** Events on their way to the reader. */
  ahead: number;
  wake: () => void;
}

/** @see https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md (distinct connections mode) */
export function createEventStreams(
  operations: Operations,
  authentication: Authentication,
  quotas: Quotas,
): EventStreams {
  const open = new Set<AsyncGenerator<string, void, undefined>>();
  const handler = createHandler<IncomingMessage, Riding, OperationContext & GraphContext>({
    // No single-connection mode: it would hold results for readers that may never come.
    authenticate: () => null,
    onSubscribe: ({ context: { verdict, context } }, { operationName, variables }) => {
      // The library takes for a result only what has data.
      if (verdict.errors !== undefined) return { data: null, errors: verdict.errors };
      const { document } = verdict;
      const { schema } = operations;
      const args: ExecutionArgs = {
        schema,
        document,
        operationName: operationName ?? null,
        variableValues: variables ?? null,
      };
      return { ...args, contextValue: context };
    },
    validate: () => [],
    execute: operations.execute,
    subscribe: async (args) => operations.begun(args, await operations.executor.subscribe(args)),
    onOperation: (_context, { context: { context } }, _args, result) =>
      Symbol.asyncIterator in result ? maskedStream(result, (error) => failure(operations, error, context)) : undefined,
    onNext: async (_context, { context: riding }, result) => {
      while (riding.ahead >= MAX_AHEAD && !riding.response.destroyed) {
        await new Promise<void>((resolve) => {
          riding.wake = resolve;
        });
      }
      riding.ahead += 1;
      const { data, ...rest } = operations.publicResult(result as ExecutionResult, riding.context.trace.traceId);
      return (riding.verdict.errors !== undefined || data === undefined ? rest : { data, ...rest }) as ExecutionResult;
    },
  });

  const stream = async (request: IncomingMessage, response: ServerResponse, operation: StreamedOperation) => {
    const { params, verdict, context } = operation;
    const { query, operationName, variables, extensions } = params;
    const riding: Riding = { response, context, verdict, ahead: 0, wake: () => undefined };
    const [body, init] = await handler({
      method: 'POST',
      url: '/graphql',
      headers: { get: (name) => HEADERS[name] },
      body: { query, operationName: operationName ?? undefined, variables, extensions },
      raw: request,
      context: riding,
    });
    response.writeHead(init.status, {
      ...SECURITY_HEADERS,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    if (body === null || typeof body === 'string') {
      response.end(body);
      return;
    }
    open.add(body);
    const stop = (): void => {
      riding.wake();
      void body.return(undefined);
    };
    response.on('close', stop);
    const release = authentication.whileHolds(context.caller, () => {
      stop();
      // An end in order would wait for a reader that does not read.
      if (response.writableNeedDrain) response.destroy();
    });
    try {
      for await (const chunk of body) {
        if (response.destroyed) break;
        response.write(chunk);
        await drained(response);
        if (chunk.startsWith('event: next')) riding.ahead -= 1;
        riding.wake();
      }
    } finally {
      release();
      response.off('close', stop).end();
      open.delete(body);
    }
  };

  return {
    async handle(request, response, operation) {
      const { verdict, release } = placed(operation, quotas);
      try {
        await stream(request, response, { ...operation, verdict });
      } finally {
        release();
      }
    },
    get count() {
      return open.size;
    },
    async close() {
      await Promise.all([...open].map((body) => body.return(undefined)));
    },
  };
}

/** With a place among those of its client for as long as it goes on, or refused for want of one. */
function placed(
  { verdict, client }: StreamedOperation,
  quotas: Quotas,
): { readonly verdict: Verdict; readonly release: Release } {
  const none = (): void => undefined;
  if (verdict.errors !== undefined) return { verdict, release: none };
  try {
    return { verdict, release: quotas.subscribed(client) };
  } catch (error) {
    return { verdict: { errors: [toPublicError(error).error] }, release: none };
  }
}

/** The library takes nothing but this exact form, and what was sent has been understood already. */
const HEADERS: Readonly<Record<string, string>> = { accept: 'text/event-stream', 'content-type': 'application/json' };

/** The last event of a stream that broke. */
function failure(operations: Operations, error: unknown, { trace }: GraphContext): ExecutionResult {
  operations.report(error, trace.traceId);
  return { errors: [operations.publicError(error)] };
}
