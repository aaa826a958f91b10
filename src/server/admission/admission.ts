import { hash } from 'node:crypto';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  MaxIntrospectionDepthRule,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  specifiedRules,
  validate,
} from 'graphql';
import type { Caller } from '../../access/caller.js';
import { costOf, type CostVerdict } from './cost.js';
import { DocumentCache } from './document-cache.js';
import { DEFAULT_DOCUMENT_LIMITS, type DocumentLimits, MAX_ERRORS } from './limits.js';
import { parseDocument } from './parse.js';
import { refusal, withCode } from './refusal.js';
import { rootFieldsOf } from './root-fields.js';
import { structureError } from './structure.js';
import type { NamedDocument, TrustedDocuments } from './trusted-documents.js';
import { coerceVariables } from './variables.js';

/** As it came over any transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface Admitted {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced. */
  readonly variables: Record<string, unknown>;
  /** What it counts for in the rate limit. */
  readonly units: number;
  readonly errors?: undefined;
}

export interface Refused {
  /** Ready to be shown to the caller, and never none. */
  readonly errors: readonly GraphQLError[];
  /** The mutation that its caller may not do, with those of its root fields; for the audit. */
  readonly forbidden?: { readonly operation: string | null; readonly fields: readonly string[] };
}

export type Verdict = Admitted | Refused;

export interface AdmissionOptions {
  readonly schema: GraphQLSchema;
  readonly limits?: DocumentLimits;
  /** Null or left out: any document is carried out. With it introspection is closed. */
  readonly trusted?: TrustedDocuments | null;
  /** Where it is closed, errors name nothing of the schema that the caller did not name. Default: open. */
  readonly introspection?: 'open' | 'closed';
}

/**
 * What every operation passes before anything of it runs, whether it came over HTTP, as a stream or on a socket: it is
 * parsed, held against the limits, validated, held against what its caller may do, its variables coerced, its answer estimated.
 */
export class Admission {
  readonly schema: GraphQLSchema;
  readonly #limits: DocumentLimits;
  readonly #trusted: TrustedDocuments | null;
  readonly #isOpen: boolean;
  readonly #cache = new DocumentCache();
  /** Of operations whose variables do not matter for it. */
  readonly #costs = new WeakMap<OperationDefinitionNode, CostVerdict>();

  constructor({ schema, limits = DEFAULT_DOCUMENT_LIMITS, trusted = null, introspection }: AdmissionOptions) {
    this.schema = schema;
    this.#limits = limits;
    this.#trusted = trusted;
    this.#isOpen = (introspection ?? 'open') === 'open' && trusted === null;
  }

  admit({ query, operationName, variables }: OperationRequest, caller: Caller): Verdict {
    const document = this.#document(query);
    if (!('kind' in document)) return { errors: document };
    const operation = getOperationAST(document, operationName);
    if (!operation) return { errors: [noOperation(operationName)] };
    const forbidden = forbiddenFields(document, operation, caller);
    if (forbidden !== null) return forbidden;
    const values = coerceVariables(this.schema, operation, variables ?? {});
    if (values.errors !== undefined) return values;
    const { error, units } = this.#cost(document, operation, values.coerced);
    return error === null ? { document, operation, variables: values.coerced, units } : { errors: [error] };
  }

  /** The text that a request is about; see `TrustedDocuments.resolve`. */
  textOf(named: NamedDocument): unknown {
    return this.#trusted === null ? named.query : this.#trusted.resolve(named);
  }

  /** The document of that text's SHA-256 (hex), if it was admitted lately. */
  admitted(textHash: string): DocumentNode | undefined {
    return this.#cache.get(textHash);
  }

  #cost(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): Pick<CostVerdict, 'error' | 'units'> {
    const known = this.#costs.get(operation);
    if (known !== undefined) return known;
    const cost = costOf(this.schema, document, operation, variables, this.#limits);
    if (!cost.dependsOnVariables) this.#costs.set(operation, cost);
    return cost;
  }

  /** Only good ones are kept, so that refused ones cannot push them out. */
  #document(text: string): DocumentNode | readonly GraphQLError[] {
    const key = hash('sha256', text);
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    if (this.#trusted?.has(key) === false)
      return [refusal('FORBIDDEN', 'Only trusted documents are carried out here.', { field: 'query' })];
    try {
      const document = parseDocument(text, this.#limits.maxTokens, this.#limits.maxDepth * 2 + NESTED_VALUES);
      const error = structureError(document, this.#limits);
      if (error !== null) return [error];
      const errors = this.#validate(document, text.length);
      if (errors.length > 0) return errors;
      this.#cache.set(key, document, text.length);
      return document;
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  #validate(document: DocumentNode, length: number): readonly GraphQLError[] {
    const tooDeep = validate(this.schema, document, [MaxIntrospectionDepthRule]);
    if (tooDeep.length > 0) return tooDeep.map((error) => withCode(error, 'OPERATION_TOO_COMPLEX'));
    // Names are compared letter by letter for a suggestion, which nobody should make us do with millions of them.
    const hideSuggestions = !this.#isOpen || length > LONGEST_WITH_SUGGESTIONS;
    const rules = this.#isOpen ? RULES : [...RULES, NoSchemaIntrospectionCustomRule];
    const errors = validate(this.schema, document, rules, { maxErrors: MAX_ERRORS, hideSuggestions });
    const last = errors.at(-1);
    // graphql-js gives up on a document that takes too many comparisons by an error that is about no place in it.
    if (last !== undefined && last.nodes === undefined && errors.length <= MAX_ERRORS) {
      return [withCode(last, 'OPERATION_TOO_COMPLEX', 'The document is too entangled to be validated.')];
    }
    return merged(errors).map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
}

/** Without the one that is about cost rather than correctness, and has its own code. */
const RULES = specifiedRules.filter((rule) => rule !== MaxIntrospectionDepthRule);

/** Brackets of a value in a document, with room to spare: no value may be nested nearly as deep. */
const NESTED_VALUES = 184;

const LONGEST_WITH_SUGGESTIONS = 65_536;

const ROOTS = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' } as const;

function forbiddenFields(document: DocumentNode, operation: OperationDefinitionNode, caller: Caller): Refused | null {
  if (caller.principal === null) return null;
  const errors: GraphQLError[] = [];
  const fields: string[] = [];
  for (const field of rootFieldsOf(document, operation)) {
    const refused = caller.refusalOf('field', `${ROOTS[operation.operation]}.${field}`);
    if (refused === null) continue;
    errors.push(refusal(refused.code, refused.message, refused.details));
    fields.push(field);
  }
  if (errors.length === 0) return null;
  if (operation.operation !== OperationTypeNode.MUTATION) return { errors };
  return { errors, forbidden: { operation: operation.name?.value ?? null, fields } };
}

/** What is wrong in many places in the same way is said once, with all of them. */
function merged(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const byMessage = new Map<string, GraphQLError[]>();
  for (const error of errors) {
    const same = byMessage.get(error.message);
    if (same === undefined) byMessage.set(error.message, [error]);
    else same.push(error);
  }
  return [...byMessage].map(
    ([message, same]) => new GraphQLError(message, { nodes: same.flatMap(({ nodes = [] }) => nodes) }),
  );
}

function noOperation(operationName: string | null | undefined): GraphQLError {
  const message =
    operationName === undefined || operationName === null
      ? 'The document has several operations: say which by operationName.'
      : `The document has no operation named ${JSON.stringify(operationName)}.`;
  return refusal('BAD_USER_INPUT', message, { field: 'operationName' });
}
