import { hash } from 'node:crypto';
import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';
import { shortened } from '../lib/shortened.js';
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
        ...{ fields: rootFields(operation), documentSha256: hash('sha256', document.loc?.source.body ?? '') },
        ...{ durationMs: Math.round(ms), code: code ?? 'OK', traceId: trace?.traceId },
      },
      'an operation took long',
    );
  };
}

const MOST_FIELDS = 10;

/** Names of the root fields that stand in the operation itself, each once; at most ten. */
export function rootFields({ selectionSet }: OperationDefinitionNode): readonly string[] {
  const names = selectionSet.selections.flatMap((each) => (each.kind === Kind.FIELD ? [each.name.value] : []));
  return [...new Set(names)].slice(0, MOST_FIELDS);
}
