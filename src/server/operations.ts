import {
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import type { Caller } from '../access/caller.js';
import type { GraphContext } from '../graphql/context.js';
import type { Admission, OperationRequest, Refused, Verdict } from './admission/admission.js';
import type { NamedDocument } from './admission/trusted-documents.js';
import { toPublicError } from './admission/public-error.js';
import { LEAST_UNITS, REFUSED_UNITS } from './admission/units.js';
import type { EndedOperation } from './ended-operation.js';
import { type Executed, Executor } from './execution/executor.js';
import { isPromise } from './execution/run.js';
import type { Lifecycle } from './lifecycle.js';
import type { Logger } from './log.js';
import type { Client } from './quotas/client.js';
import type { Quotas } from './quotas/quotas.js';
import type { OperationTrace } from './trace.js';

export interface OperationsOptions {
  readonly admission: Admission;
  readonly quotas: Quotas;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly createContext: (trace: OperationTrace, caller: Caller) => GraphContext;
  /** Told of each operation that was answered, for figures and traces. */
  readonly onEnded?: (ended: EndedOperation) => void;
  /** Told of each mutation that its caller may not do, for the audit. */
  readonly onForbidden?: (forbidden: NonNullable<Refused['forbidden']>, caller: Caller, traceId: string) => void;
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

  /** See `Admission.textOf`. */
  readonly textOf = (named: NamedDocument): unknown => this.#options.admission.textOf(named);

  /** Also what is refused is paid for, and who has nothing left is refused before anything is read. */
  admit(request: OperationRequest, client: Client): Verdict {
    const { lifecycle, admission, quotas } = this.#options;
    const bucket = quotas.bucketOf(client);
    const early = lifecycle.refusal ?? quotas.rateRefusal(bucket, LEAST_UNITS);
    if (early !== null) return { errors: [toPublicError(early).error] };
    const verdict = admission.admit(request, client.caller);
    if (bucket === null) return verdict;
    if (verdict.errors !== undefined) {
      bucket.spend(REFUSED_UNITS);
      return verdict;
    }
    const late = quotas.rateRefusal(bucket, verdict.units);
    if (late !== null) return { errors: [toPublicError(late).error] };
    bucket.spend(verdict.units);
    return verdict;
  }

  context(trace: OperationTrace, caller: Caller): GraphContext {
    return this.#options.createContext(trace, caller);
  }

  /** An operation has been answered. `fromMs`, by `performance.now()`, is when it was read; null where it is a subscription. */
  ended(
    admitted: EndedOperation['admitted'],
    code: string | null,
    fromMs: number | null,
    trace: OperationTrace | null,
  ): void {
    const ms = fromMs === null ? null : performance.now() - fromMs;
    this.#options.onEnded?.({ admitted, code, ms, trace });
  }

  /** One was refused before anything of it ran. */
  refused({ errors, forbidden }: Refused, caller: Caller, trace: () => OperationTrace): void {
    this.ended(null, this.codeOf(errors), null, null);
    if (forbidden !== undefined) this.#options.onForbidden?.(forbidden, caller, trace().traceId);
  }

  /** Of the first error, as the caller sees it. */
  codeOf(errors: readonly GraphQLError[] | undefined): string | null {
    const first = errors?.[0];
    return first === undefined ? null : String(this.publicError(first).extensions['code']);
  }

  /** A query or mutation that came by a library for streams or sockets, from its execution to its answer. */
  readonly execute = (args: ExecutionArgs): Executed => {
    const fromMs = performance.now();
    const end = (result: ExecutionResult): ExecutionResult => {
      this.#endedBy(args, result, fromMs);
      return result;
    };
    const result = this.executor.execute(args);
    return isPromise(result) ? result.then(end) : end(result);
  };

  /** A subscription has begun, or was refused. */
  begun<Source extends object>(args: ExecutionArgs, source: Source): Source {
    this.#endedBy(args, Symbol.asyncIterator in source ? {} : source, null);
    return source;
  }

  #endedBy(args: ExecutionArgs, { errors }: ExecutionResult, fromMs: number | null): void {
    const operation = getOperationAST(args.document, args.operationName);
    const { trace } = args.contextValue as { readonly trace: OperationTrace };
    this.ended(operation ? { document: args.document, operation } : null, this.codeOf(errors), fromMs, trace);
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
