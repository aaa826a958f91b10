import type { AgentKind } from '../core/agent.js';
import type { Caller } from '../access/caller.js';
import type { Pools } from '../engine/pools.js';
import type { MutationReport } from './mutation-report.js';

/** What the server says of itself; fixed at its start. */
export interface GraphConfig {
  readonly version: string;
  readonly startedAtMs: number;
  /** Kind of the agents that `initializePool` and `spawnAgent` make where the caller names none. */
  readonly agentKind: AgentKind;
  /** What the journal is, `sqlite` or `memory`, and what an acknowledged write survives. */
  readonly journalKind: string;
  readonly durability: string;
  readonly defaultPoolSize: number;
  readonly maxPoolSize: number;
  readonly maxQueueLength: number;
  /** How often a REMOTE agent is told to give a sign of life. */
  readonly heartbeatMs: number;
  /** What is promised from submission to assignment while an agent is idle; shown, and held by nothing. */
  readonly assignmentLatencyTargetMs: number;
}

/** W3C trace context of one operation: the caller's, or made by the server. */
export interface Trace {
  readonly traceId: string;
  readonly traceparent: string | null;
}

/** What resolvers work with. The server makes one per operation. */
export interface GraphContext {
  /** As far as the caller may see them. */
  readonly coordinator: Pools;
  readonly config: GraphConfig;
  readonly trace: Trace;
  readonly caller: Caller;
  /** Told of each root field of a mutation that has been answered. */
  readonly onMutation?: (report: MutationReport, context: GraphContext) => void;
}
