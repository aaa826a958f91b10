import { hash } from 'node:crypto';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { shortened } from '../lib/shortened.js';
import { rootFieldsOf } from './admission/root-fields.js';
import type { Logger } from './log.js';
import type { Figures, OperationKind } from './metrics/figures.js';
import type { OperationTrace } from './trace.js';

/** A GraphQL operation that has been answered, or a subscription that has begun. */
export interface EndedOperation {
  /** Null where it was refused before it was understood. */
  readonly admitted: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } | null;
  /** Of the first error; null where there was none. */
  readonly code: string | null;
  /** Null where it says nothing, as of a subscription. */
  readonly ms: number | null;
  /** Null where none was needed, as for an answer that was kept. */
  readonly trace: OperationTrace | null;
}

/** Counts it, and logs it where it was slow: by a hash of its document, since what stands in that is the caller's. */
export function watchOperations(figures: Figures, logger: Logger, slowMs: number): (ended: EndedOperation) => void {
  return ({ admitted, code, ms, trace }) => {
    const kind: OperationKind = admitted?.operation.operation ?? 'unknown';
    figures.operation(kind, code, ms);
    if (ms === null || slowMs === 0 || ms < slowMs || admitted === null) return;
    const { document, operation } = admitted;
    figures.slowOperation(kind);
    logger.warn(
      {
        ...{
          event: 'operation.slow',
          kind,
          operation: operation.name === undefined ? null : shortened(operation.name.value),
        },
        ...{
          fields: firstRootFields(document, operation),
          documentSha256: hash('sha256', document.loc?.source.body ?? ''),
        },
        ...{ durationMs: Math.round(ms), code: code ?? 'OK', traceId: trace?.traceId },
      },
      'an operation took long',
    );
  };
}

const MOST_FIELDS = 10;

/** At most ten. */
export function firstRootFields(document: DocumentNode, operation: OperationDefinitionNode): readonly string[] {
  return rootFieldsOf(document, operation).slice(0, MOST_FIELDS);
}
