import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Caller } from '../access/caller.js';
import type { GraphContext } from '../graphql/context.js';
import type { Admission, OperationRequest, Verdict } from './admission/admission.js';
import { toPublicError } from './admission/public-error.js';
import { Executor } from './execution/executor.js';
import type { Lifecycle } from './lifecycle.js';
import type { Logger } from './log.js';
import type { OperationTrace } from './trace.js';

export interface OperationsOptions {
  readonly admission: Admission;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly createContext: (trace: OperationTrace, caller: Caller) => GraphContext;
}

/** As every library that we use declares it. */
interface Result {
  readonly data?: ExecutionResult['data'] | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
  readonly extensions?: ExecutionResult['extensions'] | undefined;
}

/** What all transports share: who gets in, with what context, how it is executed, and what of an error gets out. */
export class Operations {
  readonly executor: Executor;
  readonly #options: OperationsOptions;

  constructor(options: OperationsOptions) {
    this.#options = options;
    this.executor = new Executor(options.admission.schema);
  }

  get schema(): GraphQLSchema {
    return this.#options.admission.schema;
  }

  get admission(): Admission {
    return this.#options.admission;
  }

  admit(request: OperationRequest, caller: Caller): Verdict {
    const { lifecycle, admission } = this.#options;
    const refusal = lifecycle.refusal;
    return refusal === null ? admission.admit(request, caller) : { errors: [toPublicError(refusal).error] };
  }

  context(trace: OperationTrace, caller: Caller): GraphContext {
    return this.#options.createContext(trace, caller);
  }

  /** What the caller sees of it. */
  publicError(error: unknown): GraphQLError {
    const { error: shown, unexpected } = toPublicError(error);
    const { refusal, phase } = this.#options.lifecycle;
    // What breaks while everything is being closed broke because of that.
    return unexpected !== null && phase === 'stopping' ? toPublicError(refusal).error : shown;
  }

  /** Logs it if nobody foresaw it. */
  report(error: unknown, traceId: string): void {
    const { error: shown, unexpected } = toPublicError(error);
    if (unexpected === null) return;
    const { logger, lifecycle } = this.#options;
    const level = lifecycle.phase === 'stopping' ? 'debug' : 'error';
    logger[level](
      { event: 'operation.failed', traceId, path: shown.path?.join('.'), err: unexpected },
      'an operation failed unexpectedly',
    );
  }

  /** A result as it may leave, its unexpected errors logged. */
  publicResult({ data, errors, extensions }: Result, traceId: string): FormattedExecutionResult {
    for (const error of errors ?? []) this.report(error, traceId);
    return {
      ...(errors !== undefined && { errors: errors.map((error) => this.publicError(error).toJSON()) }),
      ...(data !== undefined && { data }),
      ...(extensions !== undefined && { extensions }),
    };
  }
}
