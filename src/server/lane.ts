import { type DocumentNode, type ExecutionResult, OperationTypeNode } from 'graphql';
import type { Caller } from '../access/caller.js';
import type { GraphContext } from '../graphql/context.js';
import type { Admitted } from './admission/admission.js';
import { statusOf } from './admission/public-error.js';
import { isPromise } from './execution/run.js';
import { KeptAnswers } from './kept-answers.js';
import type { OperationParams } from './operation-params.js';
import type { Operations } from './operations.js';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** Of its first error; null where there is none. */
  readonly code: string | null;
}

/** An admitted operation that came as JSON by POST, which no page of somebody else can send unasked. */
export interface Posted {
  readonly params: OperationParams;
  readonly admitted: Admitted;
  /** The header. */
  readonly accept: string | undefined;
  readonly caller: Caller;
  readonly context: () => GraphContext;
}

/** Forms of the header whose answer is known. */
const MAX_ACCEPTS = 64;

/**
 * The short way for documents that Apollo has answered before: there is nothing left for it to decide. What it
 * answers with to an `Accept` header is learnt from its own answers; everything else it is asked about each time.
 */
export class Lane {
  readonly #operations: Operations;
  /** Of what is read of the logs: see `Coordinator.revision`. */
  readonly #revision: () => number;
  readonly #answered = new WeakSet<DocumentNode>();
  readonly #contentTypes = new Map<string, string>();
  readonly #kept = new KeptAnswers();

  constructor(operations: Operations, revision: () => number) {
    this.#operations = operations;
    this.#revision = revision;
  }

  /** Apollo has answered this by `contentType`. */
  learn({ admitted: { document }, accept = '' }: Posted, contentType: string | undefined): void {
    if (contentType === undefined) return;
    if (this.#contentTypes.size >= MAX_ACCEPTS && !this.#contentTypes.has(accept)) return;
    this.#contentTypes.set(accept, contentType);
    this.#answered.add(document);
  }

  /** Null where Apollo is to be asked. */
  take(posted: Posted): Answer | Promise<Answer> | null {
    const { document, operation, variables } = posted.admitted;
    const contentType = this.#contentTypes.get(posted.accept ?? '');
    if (contentType === undefined || !this.#answered.has(document)) return null;
    const { executor } = this.#operations;
    const execution = executor.plan(document, operation, variables);
    if (execution === null) return null;
    const isKept = operation.operation === OperationTypeNode.QUERY && !execution.planned.plan.isOfThePresent;
    const revision = this.#revision();
    const asked = isKept ? askedOf(posted) : '';
    const kept = isKept ? this.#kept.get(revision, operation, asked) : undefined;
    if (kept !== undefined) return { status: 200, contentType, text: kept, code: null };
    const context = posted.context();
    const result = executor.run(execution, context);
    if (isPromise(result)) return result.then((settled) => this.#answer(settled, contentType, context));
    const answer = this.#answer(result, contentType, context);
    if (isKept && result.errors === undefined) this.#kept.set(revision, operation, asked, answer.text);
    return answer;
  }

  /** With the status that follows from the code of its first error where there is no data, as everywhere. */
  #answer(result: ExecutionResult, contentType: string, { trace }: GraphContext): Answer {
    const shown = this.#operations.publicResult(result, trace.traceId);
    const status = shown.data == null ? statusOf(shown.errors?.[0]?.extensions?.['code']) : 200;
    return { status, contentType, text: JSON.stringify(shown), code: this.#operations.codeOf(result.errors) };
  }
}

function askedOf({ params, admitted: { operation }, caller }: Posted): string {
  const variables = operation.variableDefinitions?.length ? JSON.stringify(params.variables) : '';
  return `${caller.scope}\n${variables}`;
}
