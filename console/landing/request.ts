import { jsonFetch } from '../shared/json-fetch';

/** The server understood the request and said no. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface GraphQLAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLErrorLike[];
}

interface GraphQLErrorLike {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** How long a read may take before it counts as failed. */
const TIMEOUT_MS = 10_000;

/** Sends one query over HTTP. Rejects with `RefusedError`, or as `jsonFetch` does. */
export async function request<Data>(url: string, query: string): Promise<Data> {
  const response = await jsonFetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const answer = (await response.json()) as GraphQLAnswer<Data>;
  if (answer.errors !== undefined) throw refusal(answer.errors);
  if (answer.data === undefined || answer.data === null) throw new Error('The server answered without data.');
  return answer.data;
}

/** The first of the errors of an answer, with the code that tells them apart. */
export function refusal(errors: readonly GraphQLErrorLike[]): RefusedError {
  const code = errors[0]?.extensions?.['code'];
  return new RefusedError(
    typeof code === 'string' ? code : 'UNKNOWN',
    errors[0]?.message ?? 'Refused without a reason',
  );
}
