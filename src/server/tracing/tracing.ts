import type { Moment } from '../../core/evolve.js';
import type { EndedOperation } from '../ended-operation.js';

/** A call of an MCP tool that has been answered. */
export interface TracedCall {
  readonly tool: string;
  readonly code: string | null;
  readonly ms: number;
  readonly from: {
    readonly trace: {
      readonly traceId: string | null;
      readonly traceparent: string | null;
      readonly parentSpanId: string | null;
    };
  };
}

/** Spans for a collector. Each is told of when it is over, so nothing is kept of what goes on. */
export interface Tracing {
  /** A mutation that submits, or whose caller sent a trace, is a span. */
  operation(ended: EndedOperation): void;
  call(call: TracedCall): void;
  /** Sees every committed moment: with the end of an attempt there is a span of it, linked to its submission. */
  observe(pool: string, moment: Moment): void;
  /** Sends what is left, for as long as `withinMs`. */
  close(withinMs: number): Promise<void>;
}
