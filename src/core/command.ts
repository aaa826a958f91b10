import type { AgentKind } from './agent.js';
import type { DependencyConfig } from './dependency.js';
import type { PoolLimits } from './limits.js';
import type { TaskInput } from './task.js';
import type { TaskType } from './task-type.js';

/** Where a command speaks for an attempt: with a token only the attempt that holds it, without one an operator. */
export interface AttemptReference {
  readonly taskId: string;
  readonly leaseToken: string | null;
}

/** An agent's own words about the attempt whose lease it holds. */
interface FromAgent {
  readonly agentId: string;
  readonly leaseToken: string;
}

export interface Beat {
  readonly leaseToken: string;
  readonly progress: number | null;
  readonly note: string | null;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

export type PoolCommand =
  | {
      readonly type: 'ConfigurePool';
      readonly name: string;
      readonly limits: PoolLimits;
      readonly dependencies: readonly DependencyConfig[];
    }
  | { readonly type: 'InitializePool'; readonly size: number; readonly kind: AgentKind }
  | { readonly type: 'PausePool' }
  | { readonly type: 'ResumePool' }
  | { readonly type: 'ShutdownPool'; readonly mode: 'DRAIN' | 'NOW'; readonly timeoutMs: number }
  /** After a start: what ran in processes is interrupted. */
  | { readonly type: 'Recover' }
  /** The server is ending: assign nothing more. */
  | { readonly type: 'StopServer' }
  /** The grace is over: end what still runs in processes. */
  | { readonly type: 'InterruptProcesses' }
  /** The log has space again, after it had none for a while. */
  | { readonly type: 'ResumeWriting' }
  | { readonly type: 'CountRefusals'; readonly count: number }
  /** The alarm rang: do what is due. */
  | { readonly type: 'Tick' };

export type AgentCommand =
  | {
      readonly type: 'SpawnAgent';
      readonly kind: AgentKind;
      readonly name: string | null;
      readonly taskTypes: readonly TaskType[];
      readonly skills: readonly string[];
      readonly sessionTokenHash: string | null;
      /** REMOTE: its worker is there, so that spawning it is its first sign of life. Left out: it is not. */
      readonly connected?: boolean;
    }
  | { readonly type: 'FailAgent'; readonly agentId: string; readonly reason: string | null }
  | { readonly type: 'RestoreAgent'; readonly agentId: string }
  | { readonly type: 'RetireAgent'; readonly agentId: string }
  | { readonly type: 'VerifyAgentSkill'; readonly agentId: string; readonly skill: string }
  | { readonly type: 'ConnectAgent'; readonly agentId: string; readonly sessionTokenHash: string }
  | {
      readonly type: 'Heartbeat';
      readonly agentId: string;
      readonly sessionTokenHash: string;
      readonly beats: readonly Beat[];
    }
  | { readonly type: 'ReportReady'; readonly agentId: string }
  | { readonly type: 'ReportExit'; readonly agentId: string; readonly reason: string }
  | ({ readonly type: 'ReportStarted' } & FromAgent)
  | ({ readonly type: 'ReportProgress'; readonly fraction: number; readonly note: string | null } & FromAgent)
  | ({ readonly type: 'ReportCompleted'; readonly result: unknown } & FromAgent)
  | ({ readonly type: 'ReportFailed'; readonly failure: Failure } & FromAgent)
  /** The code of an attempt that is over has stopped. */
  | ({ readonly type: 'ReportReleased' } & FromAgent)
  | { readonly type: 'ReportBreach'; readonly agentId: string; readonly issues: readonly string[] };

export type TaskCommand =
  | { readonly type: 'SubmitTask'; readonly input: TaskInput }
  | ({ readonly type: 'StartTask' } & AttemptReference)
  | ({ readonly type: 'CompleteTask'; readonly result: unknown } & AttemptReference)
  | ({ readonly type: 'FailTask'; readonly failure: Failure } & AttemptReference)
  | { readonly type: 'CancelTask'; readonly taskId: string; readonly reason: string | null }
  | { readonly type: 'RetryTask'; readonly taskId: string };

export type DependencyCommand =
  | { readonly type: 'SetDependency'; readonly name: string; readonly status: 'UP' | 'DOWN' | 'AUTO' }
  /** A probe's verdict, after its thresholds. */
  | {
      readonly type: 'ReportDependency';
      readonly name: string;
      readonly status: 'UP' | 'DOWN';
      readonly reason: string;
    };

/** Everything that can be asked of a pool. Imperative; decided by `decide`, which may refuse. */
export type Command = PoolCommand | AgentCommand | TaskCommand | DependencyCommand;
