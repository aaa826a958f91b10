import {
  ApolloServer,
  type ApolloServerPlugin,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError } from 'graphql';
import type { GraphContext, Trace } from '../graphql/context.js';
import { statusOf } from './admission/public-error.js';
import { withCode } from './admission/refusal.js';
import type { Logger } from './log.js';
import type { Operations } from './operations.js';

/** Executes what was admitted and came over plain HTTP. */
export interface Apollo {
  execute(request: HTTPGraphQLRequest, context: () => GraphContext): Promise<ApolloAnswer>;
  stop(): Promise<void>;
}

export interface ApolloAnswer {
  readonly response: HTTPGraphQLResponse;
  /** Of its first error; null where there is none. */
  readonly code: string | null;
}

/**
 * Apollo Server with nothing of its own in the way: documents come parsed and validated from admission, errors leave
 * as they leave everywhere, and it serves no page, reports nothing and catches no signals.
 */
export async function startApollo(operations: Operations, logger: Logger): Promise<Apollo> {
  /** Of answers that are being made, by their traces: Apollo copies the context. */
  const codes = new WeakMap<Trace, string>();
  const server = new ApolloServer<GraphContext>({
    schema: operations.schema,
    // The words of Apollo about itself; operations have their own lines.
    logger: logger.child({ component: 'apollo' }),
    nodeEnv: 'production',
    // Admission has decided it.
    introspection: true,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    documentStore: {
      // The key ends with the SHA-256 of the text.
      get: (key) => Promise.resolve(operations.admission.admitted(key.slice(-64))),
      set: () => Promise.resolve(),
      delete: () => Promise.resolve(false),
    },
    formatError: (_formatted, error) => operations.publicError(withOurCode(error)).toJSON(),
    stringifyResult: (result) => JSON.stringify(result),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      outcomes(operations, codes),
    ],
  });
  await server.start();
  return {
    async execute(httpGraphQLRequest, context) {
      const made = context();
      const response = await server.executeHTTPGraphQLRequest({
        httpGraphQLRequest,
        context: () => Promise.resolve(made),
      });
      return { response, code: codes.get(made.trace) ?? null };
    },
    stop: () => server.stop(),
  };
}

/** Logs what failed unexpectedly, and lets the status of an answer without data follow the code of its first error. */
function outcomes(operations: Operations, codes: WeakMap<Trace, string>): ApolloServerPlugin<GraphContext> {
  const listener: Awaited<ReturnType<NonNullable<ApolloServerPlugin<GraphContext>['requestDidStart']>>> = {
    didEncounterErrors({ errors, contextValue }) {
      for (const error of errors) operations.report(withOurCode(error), contextValue.trace.traceId);
      return Promise.resolve();
    },
    willSendResponse({ response, contextValue }) {
      const { body, http } = response;
      const code = body.kind === 'single' ? body.singleResult.errors?.[0]?.extensions?.['code'] : undefined;
      if (typeof code === 'string') codes.set(contextValue.trace, code);
      if (body.kind !== 'single' || body.singleResult.data != null) return Promise.resolve();
      const first = body.singleResult.errors?.[0];
      // Apollo's own 405, 406 and 415 say more than the code does.
      if (first !== undefined && (http.status === undefined || ![405, 406, 415].includes(http.status))) {
        http.status = statusOf(first.extensions?.['code']);
      }
      return Promise.resolve();
    },
  };
  return { requestDidStart: () => Promise.resolve(listener) };
}

/** Apollo has codes of its own for requests it does not take. */
function withOurCode(error: unknown): unknown {
  if (!(error instanceof GraphQLError) || !APOLLO_CODES.has(error.extensions['code'])) return error;
  return withCode(error, 'BAD_USER_INPUT');
}

const APOLLO_CODES: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);
