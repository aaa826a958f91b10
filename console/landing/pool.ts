/** What `pool.graphql` and `pool-events.graphql` answer with. */
export interface Snapshot {
  readonly pool: Pool | null;
  readonly serverInfo: {
    readonly version: string;
    readonly node: string;
    readonly durability: string;
    readonly startedAt: string;
  };
}

export interface Pool {
  readonly status: string;
  readonly health: string;
  readonly size: number;
  readonly maxSize: number;
  readonly queueLength: number;
  readonly queueCapacity: number;
  readonly cursor: string;
  readonly metrics: {
    readonly tasksInProgress: number;
    readonly tasksCompleted: number;
    readonly tasksFailed: number;
    readonly submissionsRefused: number;
    readonly utilization: number;
    readonly throughputPerSecond: number;
    readonly oldestPendingMs: number | null;
    readonly assignmentLatency: { readonly p95Ms: number } | null;
  };
  readonly dependencies: readonly Dependency[];
  readonly agents: readonly Agent[];
}

export interface Dependency {
  readonly name: string;
  readonly status: string;
  readonly overridden: boolean;
  readonly waitingTasks: number;
  readonly gatedTypes: readonly string[];
}

export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly currentTask: { readonly id: string; readonly type: string } | null;
  readonly performance: { readonly tasksCompleted: number; readonly tasksFailed: number };
}

export interface PoolEvent {
  readonly cursor: string;
  readonly occurredAt: string;
  readonly missedBefore: number;
  readonly kind: string;
  readonly name: string;
  readonly summary: string;
}
