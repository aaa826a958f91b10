import type { AgentKind } from './agent.js';
import type { DependencyConfig } from './dependency.js';
import type { PoolLimits } from './limits.js';
import type { AttemptOutcome, RoutingDecision, RoutingStrategy, TaskError, TaskInput, TaskWait } from './task.js';
import type { TaskType } from './task-type.js';
import type { ClockMs, EpochMs } from './time.js';

/** The ids that one life of an agent owns; a fresh process after a crash gets new ones. */
export interface LifeIds {
  readonly contextWindowId: string;
  readonly toolSessionId: string;
  readonly memoryHandleId: string;
}

export type PoolLifecycleEvent =
  | { readonly type: 'PoolCreated'; readonly name: string }
  | { readonly type: 'PoolConfigured'; readonly limits: PoolLimits; readonly dependencies: readonly DependencyConfig[] }
  | { readonly type: 'PoolInitialized' }
  | { readonly type: 'PoolPaused' }
  | { readonly type: 'PoolResumed' }
  | { readonly type: 'PoolDraining'; readonly untilClockMs: ClockMs }
  | { readonly type: 'PoolStopped' }
  | {
      readonly type: 'PoolDegraded';
      readonly reason: string;
      readonly affectedTypes: readonly TaskType[];
      readonly waitingTasks: number;
    }
  | {
      readonly type: 'PoolRecovered';
      readonly reason: string;
      readonly affectedTypes: readonly TaskType[];
      readonly waitingTasks: number;
    }
  /** The server is ending: nothing is assigned until the next start. */
  | { readonly type: 'ServerStopping' }
  /** The server has read its log and goes on. */
  | { readonly type: 'ServerRecovered' }
  /** The log has space again; meanwhile nobody's sign of life could be written down. */
  | { readonly type: 'StorageRecovered' }
  /** Submissions refused since the last such record; a figure only, so it may lag a crash. */
  | { readonly type: 'SubmissionsRefused'; readonly count: number }
  /** Settled tasks or keys have come of age, and nothing else has happened that would have let them go. */
  | { readonly type: 'RetentionPassed' };

export type AgentEvent =
  | ({
      readonly type: 'AgentSpawned';
      readonly agentId: string;
      readonly name: string;
      readonly kind: AgentKind;
      readonly taskTypes: readonly TaskType[];
      readonly skills: readonly string[];
      /** SHA-256 of the session token of a REMOTE agent; the token itself is given once and never kept. */
      readonly sessionTokenHash: string | null;
    } & LifeIds)
  /** First sign of life of a REMOTE agent: from now on its attempts have leases. */
  | {
      readonly type: 'AgentConnected';
      readonly agentId: string;
      readonly quietUntilClockMs: ClockMs;
      readonly leaseUntilClockMs: ClockMs | null;
    }
  /** `leaseUntilClockMs` is the renewed lease of the attempt in hand, null where the beat did not name it. */
  | {
      readonly type: 'AgentHeartbeat';
      readonly agentId: string;
      readonly quietUntilClockMs: ClockMs;
      readonly leaseUntilClockMs: ClockMs | null;
    }
  /** `asksProcess`: its process may still run and is asked to end before it is killed. */
  | {
      readonly type: 'AgentDegraded';
      readonly agentId: string;
      readonly reason: string;
      readonly restartAtClockMs: ClockMs | null;
      readonly trips: number;
      readonly asksProcess: boolean;
      readonly waitingTasks: number;
    }
  | ({ readonly type: 'AgentRestarting'; readonly agentId: string } & LifeIds)
  /** `life` holds new ids where the restoring itself starts a fresh process (by hand). */
  | {
      readonly type: 'AgentRestored';
      readonly agentId: string;
      readonly reason: string;
      readonly byHand: boolean;
      readonly life: LifeIds | null;
      readonly waitingTasks: number;
    }
  | { readonly type: 'AgentDraining'; readonly agentId: string; readonly reason: string }
  | { readonly type: 'AgentRetired'; readonly agentId: string; readonly reason: string }
  | { readonly type: 'AgentSkillVerified'; readonly agentId: string; readonly skill: string }
  /** The code of an attempt that was over has really stopped: the slot is free. */
  | { readonly type: 'AgentReleased'; readonly agentId: string; readonly leaseToken: string }
  | { readonly type: 'IsolationBreached'; readonly agentId: string; readonly issues: readonly string[] };

export type TaskEvent =
  | { readonly type: 'TaskSubmitted'; readonly taskId: string; readonly order: number; readonly input: TaskInput }
  | { readonly type: 'TaskQueued'; readonly taskId: string; readonly wait: TaskWait }
  | {
      readonly type: 'TaskAssigned';
      readonly taskId: string;
      readonly agentId: string;
      readonly attempt: number;
      readonly leaseToken: string;
      readonly leaseUntilClockMs: ClockMs | null;
      readonly timeoutAtClockMs: ClockMs | null;
      readonly strategy: RoutingStrategy;
      /** In logs of format 2 and before. Since then the terms are folded: they follow from the state that the record meets. */
      readonly routing?: RoutingDecision;
    }
  | { readonly type: 'TaskStarted'; readonly taskId: string; readonly agentId: string; readonly attempt: number }
  | {
      readonly type: 'TaskProgressed';
      readonly taskId: string;
      readonly agentId: string;
      readonly attempt: number;
      readonly fraction: number;
      readonly note: string | null;
    }
  | {
      readonly type: 'TaskCompleted';
      readonly taskId: string;
      readonly agentId: string;
      readonly attempt: number;
      readonly result: unknown;
      /** Whether the agent is free at once; else its code is still to be stopped. */
      readonly released: boolean;
    }
  /** `spends`: it uses up one of the task's attempts. `blamesAgent`: the next attempt must be another agent's. */
  | {
      readonly type: 'AttemptFailed';
      readonly taskId: string;
      readonly agentId: string;
      readonly attempt: number;
      readonly outcome: Exclude<AttemptOutcome, 'SUCCEEDED' | 'CANCELLED'>;
      readonly error: TaskError;
      readonly released: boolean;
      readonly spends: boolean;
      readonly blamesAgent: boolean;
      /** The least wait before the next attempt, null where the failure asked for none. */
      readonly retryAfterMs: number | null;
    }
  /** With `dueClockMs` it waits until then: for any agent to be allowed again (NO_OTHER_AGENT), or at all (BACKOFF). */
  | {
      readonly type: 'TaskRetryScheduled';
      readonly taskId: string;
      readonly wait: TaskWait;
      readonly dueClockMs: ClockMs | null;
      readonly nextRetryAtMs: EpochMs | null;
    }
  /** A backoff is over. `exclusionLifted`: agents that failed the task may take it again. */
  | { readonly type: 'TaskRetryDue'; readonly taskId: string; readonly exclusionLifted: boolean }
  | { readonly type: 'TaskFailed'; readonly taskId: string; readonly error: TaskError }
  | {
      readonly type: 'TaskCancelled';
      readonly taskId: string;
      readonly reason: string | null;
      /** The running attempt's agent, null where none ran. */
      readonly agentId: string | null;
      readonly released: boolean;
    }
  | { readonly type: 'TaskReplayed'; readonly taskId: string; readonly order: number };

export type DependencyEvent =
  | {
      readonly type: 'DependencyWentDown';
      readonly name: string;
      readonly overridden: boolean;
      readonly error: string;
      readonly waitingTasks: number;
    }
  | {
      readonly type: 'DependencyCameUp';
      readonly name: string;
      readonly overridden: boolean;
      readonly reason: string;
      readonly waitingTasks: number;
    }
  | { readonly type: 'DependencyOverrideSet'; readonly name: string; readonly overridden: boolean };

/** Everything that can happen to a pool. Past tense; folded by `evolve`, never refused. */
export type CoreEvent = PoolLifecycleEvent | AgentEvent | TaskEvent | DependencyEvent;
