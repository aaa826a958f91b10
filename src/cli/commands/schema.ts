import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IntrospectionQuery } from 'graphql';
import type { TypedDocumentString } from '../../generated/graphql.js';
import type { Handler } from '../call.js';

export const schema: Handler<{ readonly server?: boolean }> = async (call) => {
  const { input, options, terminal } = call;
  if (options.server !== true) {
    terminal.data(readFileSync(join(input.packageDirectory, 'schema', 'schema.graphql'), 'utf8').trimEnd());
    return undefined;
  }
  const connection = call.connect();
  const { buildClientSchema, getIntrospectionQuery, printSchema } = await import('graphql');
  const query = getIntrospectionQuery({ inputValueDeprecation: true }) as TypedDocumentString<
    IntrospectionQuery,
    object
  >;
  const answer = await connection.ask(query, {});
  terminal.data(printSchema(buildClientSchema(answer)));
  return undefined;
};
