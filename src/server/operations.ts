import type { ExecutionResult, FormattedExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { GraphContext } from '../graphql/context.js';
import type { Admission, OperationRequest, Verdict } from './admission/admission.js';
import { toPublicError } from './admission/public-error.js';
import type { Principal } from './api-keys.js';
import { Executor } from './execution/executor.js';
import type { Lifecycle } from './lifecycle.js';
import type { Logger } from './log.js';
import type { OperationTrace } from './trace.js';

export interface OperationsOptions {
  readonly admission: Admission;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly createContext: (trace: OperationTrace, principal: Principal | null) => GraphContext;
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

  admit(request: OperationRequest): Verdict {
    const { lifecycle, admission } = this.#options;
    const refusal = lifecycle.refusal;
    return refusal === null ? admission.admit(request) : { errors: [toPublicError(refusal).error] };
  }

  context(trace: OperationTrace, principal: Principal | null): GraphContext {
    return this.#options.createContext(trace, principal);
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
