import { Rejection } from '../core/rejection.js';
import type { OperationRequest } from './admission/admission.js';
import type { NamedDocument } from './admission/trusted-documents.js';

/** What a request asks for, whichever way it was sent. */
export interface OperationParams extends OperationRequest {
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** See `Admission.textOf`. */
type TextOf = (named: NamedDocument) => unknown;

/** From the body of a POST. Refuses with BAD_USER_INPUT and the field's name. */
export function paramsOfBody(body: unknown, textOf: TextOf): OperationParams {
  if (Array.isArray(body)) throw new Rejection('BAD_USER_INPUT', 'Batches of operations are not supported.');
  if (!isObject(body)) throw new Rejection('BAD_USER_INPUT', 'The body must be a JSON object with a `query`.');
  return params(body, textOf);
}

/** From the address of a GET. */
export function paramsOfUrl(search: URLSearchParams, textOf: TextOf): OperationParams {
  const single = (name: string): string | undefined => {
    const [first, ...more] = search.getAll(name);
    if (more.length > 0) throw new Rejection('BAD_USER_INPUT', `${name} is there more than once.`, { field: name });
    return first;
  };
  const json = (name: string): unknown => {
    const text = single(name);
    if (text === undefined || text === '') return undefined;
    try {
      return JSON.parse(text);
    } catch {
      throw new Rejection('BAD_USER_INPUT', `${name} is not JSON.`, { field: name });
    }
  };
  const sent = {
    query: single('query'),
    documentId: single('documentId'),
    operationName: single('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  };
  return params(sent, textOf);
}

function params(sent: Readonly<Record<string, unknown>>, textOf: TextOf): OperationParams {
  const { operationName, variables, extensions, documentId } = sent;
  const query = textOf({ query: sent['query'], documentId, extensions });
  if (query === undefined && isObject(extensions) && extensions['persistedQuery'] !== undefined) {
    // The words that clients of automatic persisted queries wait for, to send the whole query then.
    throw new Rejection('BAD_USER_INPUT', 'PersistedQueryNotSupported', { field: 'extensions' });
  }
  if (typeof query !== 'string' || query === '') throw wrong('query', 'a text that is not empty');
  if (operationName != null && typeof operationName !== 'string') throw wrong('operationName', 'a text');
  if (variables != null && !isObject(variables)) throw wrong('variables', 'an object');
  if (extensions != null && !isObject(extensions)) throw wrong('extensions', 'an object');
  return {
    query,
    operationName: operationName === '' ? null : (operationName ?? null),
    variables: variables ?? {},
    // Apollo would look for what the text was named by, too.
    extensions: query === sent['query'] ? (extensions ?? {}) : withoutPersisted(extensions ?? {}),
  };
}

function withoutPersisted({ persistedQuery: _, ...others }: Readonly<Record<string, unknown>>) {
  return others;
}

function wrong(field: string, what: string): Rejection {
  return new Rejection('BAD_USER_INPUT', `\`${field}\` must be ${what}.`, { field });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
