/** How much one document may ask for. Met bounds are refused with OPERATION_TOO_COMPLEX before anything runs. */
export interface DocumentLimits {
  readonly maxTokens: number;
  /** Fields within fields, fragments spread. */
  readonly maxDepth: number;
  /** Of one operation, fragments spread. */
  readonly maxAliases: number;
  readonly maxRootFields: number;
  /** On one field, fragment, variable or operation. */
  readonly maxDirectives: number;
  /** Values in the answer as far as can be told beforehand: list sizes multiplied. */
  readonly maxValues: number;
  /** No page is longer: `first` beyond it is refused by its field, with the field's own words. */
  readonly maxPage: number;
}

export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  maxTokens: 2_000,
  maxDepth: 15,
  maxAliases: 50,
  maxRootFields: 50,
  maxDirectives: 10,
  maxValues: 100_000,
  maxPage: 200,
};

/**
 * What `__schema` and `__type` may ask for, apart from the rest: GraphiQL's own query is 15 deep and comes to some
 * 300,000 values by the same rough rules, of which a real answer has few.
 */
export const INTROSPECTION_LIMITS = { maxDepth: 20, maxValues: 1_000_000 } as const;

/** A list whose size nothing tells. */
export const DEFAULT_LIST_SIZE = 10;

/** Errors told to one caller at once. */
export const MAX_ERRORS = 20;

/** Objects and lists within each other in the variables, so that no later code recurses too deep. */
export const MAX_VARIABLE_DEPTH = 64;

/** Of a message. A longer one quotes the caller at length. */
export const MAX_MESSAGE_CHARACTERS = 500;
