/* eslint-disable */
/** The text of an operation; its type knows what is answered and which variables it takes. */
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type TypedDocumentString<Result, Variables> = string & DocumentTypeDecoration<Result, Variables>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A place in the event log of one pool, as text that only the server can read or order. Keep it as it is: it stays good over reconnects and restarts for as long as the log reaches back to it. */
  Cursor: { input: string; output: string; }
  /** An instant as RFC 3339 text in UTC with milliseconds, such as `2026-03-01T09:30:00.000Z`. */
  DateTime: { input: string; output: string; }
  /** Any JSON value, as it is: an object, a list, text, a number, true, false or null. */
  JSON: { input: unknown; output: unknown; }
  /** Any JSON object, as it is. The order of its keys means nothing. */
  JSONObject: { input: Readonly<Record<string, unknown>>; output: Readonly<Record<string, unknown>>; }
};

/** A worker that takes one task at a time. Its way: IDLE, ANALYZING when it is given a task, EXECUTING when it began, and IDLE again; DEGRADED after it failed; DRAINING when it is to leave. */
export type Agent = {
  readonly __typename?: 'Agent';
  /** Its conversation window, its alone. Starts with `ctx_`; a fresh process gets a new one. */
  readonly contextWindowId: Scalars['ID']['output'];
  /** The task it works on; null where it has none, and once the attempt is over. In an event, the task as it stood then. */
  readonly currentTask?: Maybe<Task>;
  /** How it is. */
  readonly health: AgentHealth;
  /** Starts with `agent_`; stays the same when a crashed process is replaced by a fresh one. */
  readonly id: Scalars['ID']['output'];
  /** Whether it was found to share anything. */
  readonly isolation: AgentIsolation;
  /** Where its code runs. */
  readonly kind: AgentKind;
  /** Its memory, its alone. Starts with `mem_`; a fresh process gets a new one. */
  readonly memoryHandleId: Scalars['ID']['output'];
  /** A name for people; need not be unique. */
  readonly name: Scalars['String']['output'];
  /** What it did so far. */
  readonly performance: AgentPerformance;
  /** Name of its pool. */
  readonly pool: Scalars['String']['output'];
  /** When it joined the pool. */
  readonly spawnedAt: Scalars['DateTime']['output'];
  /** What it is doing. */
  readonly status: AgentStatus;
  /** Why it is DEGRADED or DRAINING, else null. */
  readonly statusReason?: Maybe<Scalars['String']['output']>;
  /** The types it takes; empty for all of them. */
  readonly taskTypes: ReadonlyArray<TaskType>;
  /** Its tool session, its alone. Starts with `tool_`; a fresh process gets a new one. */
  readonly toolSessionId: Scalars['ID']['output'];
  /** The skills it was given or that were verified since, sorted. */
  readonly verifiedSkills: ReadonlyArray<Scalars['String']['output']>;
};

/** Something that happened to an agent. */
export type AgentEvent = StreamItem & {
  readonly __typename?: 'AgentEvent';
  /** The agent as it stood right after it; the same for whoever reads it and whenever. */
  readonly agent: Agent;
  /** The place right behind this event: give it as `after` to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Why, or which skill, or what was found, as the type has it; else null. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  readonly missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  readonly pool: Scalars['String']['output'];
  /** The task it is about, or that the agent has in hand; null where there is none. */
  readonly taskId?: Maybe<Scalars['ID']['output']>;
  /** W3C trace id of the task whose event made this one; null where there is none. */
  readonly traceId?: Maybe<Scalars['String']['output']>;
  /** What happened. */
  readonly type: AgentEventType;
};

/** What happened to an agent. */
export type AgentEventType =
  /** It was given a task. */
  | 'ASSIGNED'
  /** It failed and is given nothing for now. */
  | 'DEGRADED'
  /** It is given nothing more and will leave. */
  | 'DRAINING'
  /** It has nothing in hand any more. */
  | 'FREED'
  /** A check found that it shares something with another agent. */
  | 'ISOLATION_BREACH'
  /** It is given tasks again. */
  | 'RESTORED'
  /** It has left the pool. */
  | 'RETIRED'
  /** It has one skill more. */
  | 'SKILL_VERIFIED'
  /** It joined the pool. */
  | 'SPAWNED'
  /** It has begun with its task. */
  | 'STARTED';

/** How an agent is, as measured: PROCESS agents by the server, REMOTE ones by what their last heartbeat said. What was not measured is null; usage is of the present and null in an event. */
export type AgentHealth = {
  readonly __typename?: 'AgentHealth';
  /** Attempts in a row that failed with it; three make it DEGRADED, one success makes it 0. */
  readonly consecutiveFailures: Scalars['Int']['output'];
  /** Share of one processor core, 0 to 1. */
  readonly cpuUsage?: Maybe<Scalars['Float']['output']>;
  /** JavaScript heap in use, in bytes; null for programs that do not tell. */
  readonly heapUsedBytes?: Maybe<Scalars['Float']['output']>;
  /** Its last sign of life; null before the first. */
  readonly lastHeartbeatAt?: Maybe<Scalars['DateTime']['output']>;
  /** Memory in use over the memory it may use, 0 to 1. */
  readonly memoryUsage?: Maybe<Scalars['Float']['output']>;
};

/** Which agent. */
export type AgentInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  readonly agentId: Scalars['ID']['input'];
  /** By which a worker that is no operator shows that the agent is its own, to retire it; FORBIDDEN for another than the agent’s. */
  readonly sessionToken?: InputMaybe<Scalars['String']['input']>;
};

/** What checks of isolation have found about an agent; `Pool.isolationReport` checks. */
export type AgentIsolation = {
  readonly __typename?: 'AgentIsolation';
  /** What was found, and what cannot be found out. */
  readonly notes: ReadonlyArray<Scalars['String']['output']>;
  /** Whether a check found that it shares something; stands until it has new ids. */
  readonly sharedStateDetected: Scalars['Boolean']['output'];
};

/** What a check of isolation found about one agent. */
export type AgentIsolationDetail = {
  readonly __typename?: 'AgentIsolationDetail';
  /** The agent. */
  readonly agentId: Scalars['ID']['output'];
  /** Its context when it was checked. */
  readonly contextWindowId: Scalars['ID']['output'];
  /** What was looked at and what was seen, and what could not be looked at. */
  readonly evidence: ReadonlyArray<Scalars['String']['output']>;
  /** Whether there are no issues. */
  readonly isolated: Scalars['Boolean']['output'];
  /** What it shares, and with whom; what was found earlier stands until it has new ids. */
  readonly issues: ReadonlyArray<Scalars['String']['output']>;
  /** Its memory when it was checked. */
  readonly memoryHandleId: Scalars['ID']['output'];
  /** Its tool session when it was checked. */
  readonly toolSessionId: Scalars['ID']['output'];
};

/** Where the code of an agent runs. */
export type AgentKind =
  /** In a child process of its own, which the server starts, feeds, measures and ends. */
  | 'PROCESS'
  /** In a client of this API on any machine, which asks for work and reports on it. */
  | 'REMOTE';

/** An agent after a call that changed it. */
export type AgentPayload = {
  readonly __typename?: 'AgentPayload';
  /** The agent, as this call left it. */
  readonly agent: Agent;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
};

/** What an agent did so far. Cancelled and interrupted attempts do not count. */
export type AgentPerformance = {
  readonly __typename?: 'AgentPerformance';
  /** Mean time of a completed task, start to end, in milliseconds; null before the first. */
  readonly averageTaskTimeMs?: Maybe<Scalars['Float']['output']>;
  /** The same for each type that it had an end of. */
  readonly byType: ReadonlyArray<TypePerformance>;
  /** How often it was given a task of another type than the one before. */
  readonly contextSwitches: Scalars['Int']['output'];
  /** Tasks it completed. */
  readonly tasksCompleted: Scalars['Int']['output'];
  /** Attempts that failed with it. */
  readonly tasksFailed: Scalars['Int']['output'];
};

/** What an agent is doing. */
export type AgentStatus =
  /** It has been given a task and has not said yet that it began. */
  | 'ANALYZING'
  /** It failed and is given nothing until it is restored, by a fresh process, by a heartbeat or by hand. */
  | 'DEGRADED'
  /** It finishes what it has in hand, then leaves the pool. */
  | 'DRAINING'
  /** It works on its task. */
  | 'EXECUTING'
  /** Free: the next task that it is able to do may come to it. */
  | 'IDLE';

/** How many agents have one status. */
export type AgentStatusCount = {
  readonly __typename?: 'AgentStatusCount';
  /** Agents that have it. */
  readonly count: Scalars['Int']['output'];
  /** The status. */
  readonly status: AgentStatus;
};

/** A task for a REMOTE agent, and what it needs to speak for it. */
export type Assignment = {
  readonly __typename?: 'Assignment';
  /** Number of the attempt. */
  readonly attempt: Scalars['Int']['output'];
  /** Until when the attempt is this agent’s; every heartbeat that names the lease moves it on. */
  readonly leaseExpiresAt: Scalars['DateTime']['output'];
  /** Goes with `startTask`, `completeTask`, `failTask` and each heartbeat while the work goes on. */
  readonly leaseToken: Scalars['String']['output'];
  /** What to do; `payload` has the particulars. */
  readonly task: Task;
  /** W3C trace context of the attempt, to go on with: a span of its own in the trace of the submission; null where that came with none. */
  readonly traceparent?: Maybe<Scalars['String']['output']>;
};

/** One try of one agent at a task. */
export type Attempt = {
  readonly __typename?: 'Attempt';
  /** Who had it; the agent may have left the pool since. */
  readonly agentId: Scalars['ID']['output'];
  /** When the agent was given the task. */
  readonly assignedAt: Scalars['DateTime']['output'];
  /** When it was over; null while it runs. */
  readonly endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What went wrong; null while it runs and where nothing did. */
  readonly error?: Maybe<TaskError>;
  /** Counts from 1 over the whole life of the task, replays included. */
  readonly number: Scalars['Int']['output'];
  /** How it ended; null while it runs. */
  readonly outcome?: Maybe<AttemptOutcome>;
  /** Why this agent. */
  readonly routing: RoutingDecision;
  /** When the agent began, by its own word; null before. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A sign of life for one attempt. */
export type AttemptBeat = {
  /** The lease token of the attempt; one that is over comes back in `cancel`. */
  readonly leaseToken: Scalars['String']['input'];
  /** What it is at, for people; at most 2,000 characters by default. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** How far it is, from 0 to 1; left out, nothing is said of it. */
  readonly progress?: InputMaybe<Scalars['Float']['input']>;
};

/** How an attempt ended. */
export type AttemptOutcome =
  /** The agent crashed, was killed or was reported as failed. */
  | 'AGENT_FAILED'
  /** The task was cancelled while it ran. */
  | 'CANCELLED'
  /** The agent, or an operator, said that it failed. */
  | 'FAILED'
  /** A drain or a restart of the server ended it; that uses up no attempt, the first three times. */
  | 'INTERRUPTED'
  /** The REMOTE agent gave no sign of life for as long as its lease. */
  | 'LEASE_EXPIRED'
  /** With a result. */
  | 'SUCCEEDED'
  /** It ran longer than the task allows. */
  | 'TIMED_OUT';

/** The log of one pool in a backup. */
export type BackedUpPool = {
  readonly __typename?: 'BackedUpPool';
  /** The last place that the backup has of its log. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Name of the pool. */
  readonly name: Scalars['String']['output'];
};

/** Who asks, and what he may do. */
export type CallerInfo = {
  readonly __typename?: 'CallerInfo';
  /** When the credential ends; null where it does not. */
  readonly expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Name of the key, or of the bearer of the token; null where authentication is off. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The pools that he may see and touch; null for all. */
  readonly pools?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** Of viewer, submitter, worker, operator and admin; all of them where authentication is off. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
};

/** Which task to call off, and why. */
export type CancelTaskInput = {
  /** Why, for people; at most 2,000 characters by default. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
  /** Id of a task that is retained; else NOT_FOUND. */
  readonly taskId: Scalars['ID']['input'];
};

/** Which attempt has succeeded, and with what. */
export type CompleteTaskInput = {
  /** Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, STALE_ATTEMPT, and nothing is changed. */
  readonly leaseToken?: InputMaybe<Scalars['String']['input']>;
  /** What came of it; at most 256 KiB as JSON by default (PAYLOAD_TOO_LARGE), nested 64 deep. */
  readonly result?: InputMaybe<Scalars['JSON']['input']>;
  /** Id of a task that is retained; else NOT_FOUND. */
  readonly taskId: Scalars['ID']['input'];
};

/** What to call a backup. */
export type CreateBackupInput = {
  /** Name of its folder, which must be new: 1 to 100 letters, digits, `-` and `_`. Left out: the time, as 2026-01-31T23-59-59-123Z. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
};

/** A backup that is complete. */
export type CreateBackupPayload = {
  readonly __typename?: 'CreateBackupPayload';
  /** When it was completed. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Its folder, on the machine of the server. */
  readonly path: Scalars['String']['output'];
  /** What it has. */
  readonly pools: ReadonlyArray<BackedUpPool>;
};

/** Something that lessened a pool or restored it. */
export type DegradationEvent = StreamItem & {
  readonly __typename?: 'DegradationEvent';
  /** The types that the dependency gates, or those that wait while the pool is degraded; empty for an agent. */
  readonly affectedTypes: ReadonlyArray<TaskType>;
  /** The agent as it stood right after it; null where it is not about one. */
  readonly agent?: Maybe<Agent>;
  /** The place right behind this event: give it as `after` to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The dependency as it stood right after it; null where it is not about one. */
  readonly dependency?: Maybe<Dependency>;
  /** How the pool as a whole is right after it. */
  readonly health: PoolHealth;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  readonly missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  readonly pool: Scalars['String']['output'];
  /** Why, for people. */
  readonly reason: Scalars['String']['output'];
  /** What happened. */
  readonly type: DegradationEventType;
  /** Tasks that waited when it happened: for the dependency, for any dependency (the pool), or for an agent. */
  readonly waitingTasks: Scalars['Int']['output'];
};

/** What lessened the pool or restored it. */
export type DegradationEventType =
  /** An agent failed and takes no tasks. */
  | 'AGENT_DEGRADED'
  /** An agent takes tasks again. */
  | 'AGENT_RESTORED'
  /** A dependency cannot be used: tasks of the types that it gates wait. */
  | 'DEPENDENCY_DOWN'
  /** A dependency can be used again: what waited for it goes on. */
  | 'DEPENDENCY_UP'
  /** The first thing went wrong: the pool as a whole counts as degraded. */
  | 'POOL_DEGRADED'
  /** The last thing was put right: the pool as a whole is well. */
  | 'POOL_RECOVERED';

/** Something outside that some types of tasks cannot do without. While it is down those wait, and all others go on. */
export type Dependency = {
  readonly __typename?: 'Dependency';
  /** The types that wait while it is down. */
  readonly gatedTypes: ReadonlyArray<TaskType>;
  /** When it was probed last; null where it has no probe, before its first check, and in an event. */
  readonly lastCheckedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the last check found wrong, else why it is down; null where nothing is. */
  readonly lastError?: Maybe<Scalars['String']['output']>;
  /** As configured, such as `discovery`. */
  readonly name: Scalars['String']['output'];
  /** When it is probed next; null where it has no probe, while a check runs first, and in an event. */
  readonly nextCheckAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether its status was set by hand, which goes before what its probe finds. */
  readonly overridden: Scalars['Boolean']['output'];
  /** Since when it has this status. */
  readonly since: Scalars['DateTime']['output'];
  /** Whether it can be used. */
  readonly status: DependencyStatus;
  /** Tasks of those types that wait for it; 0 while it is up. In an event, those that waited at the change. */
  readonly waitingTasks: Scalars['Int']['output'];
};

/** A dependency after its status was set. */
export type DependencyPayload = {
  readonly __typename?: 'DependencyPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The dependency, as this call left it. */
  readonly dependency: Dependency;
};

/** What to hold a dependency for. */
export type DependencySetting =
  /** What its probe finds; up where it has no probe. */
  | 'AUTO'
  /** Down, whatever its probe finds. */
  | 'DOWN'
  /** Up, whatever its probe finds. */
  | 'UP';

/** Whether a dependency can be used. */
export type DependencyStatus =
  /** Tasks of the types that it gates wait until it is up again. */
  | 'DOWN'
  /** Tasks of the types that it gates are assigned as any other. */
  | 'UP';

/** Every reason for which the server refuses, as `extensions.code` of an error. In brackets the HTTP status of an answer without data; an answer that has some is 200. Beside the code `extensions.retryable` says whether the same call may go through later. */
export type ErrorCode =
  /** The value of `field` is outside what it may be (400). */
  | 'BAD_USER_INPUT'
  /** The log does not reach back, or not yet up, to the cursor, or it is of another log (410). */
  | 'CURSOR_EXPIRED'
  /** These credentials do not allow it (403). */
  | 'FORBIDDEN'
  /** The document is not GraphQL (400). */
  | 'GRAPHQL_PARSE_FAILED'
  /** The document does not fit the schema (400). */
  | 'GRAPHQL_VALIDATION_FAILED'
  /** The idempotency key was used with another input (409). */
  | 'IDEMPOTENCY_CONFLICT'
  /** Something went wrong in the server; its log says what (500). */
  | 'INTERNAL_SERVER_ERROR'
  /** It cannot be done as things stand (409). */
  | 'INVALID_STATE'
  /** The log of the pool is damaged on disk: it can be read, but carries out nothing until it is repaired or restored (503). */
  | 'LOG_DAMAGED'
  /** The pool, agent, task or dependency that `field` names does not exist (404). */
  | 'NOT_FOUND'
  /** The document asks for more than one operation may; nothing ran (400). */
  | 'OPERATION_TOO_COMPLEX'
  /** A payload or result is larger than `limit` bytes as JSON (413). */
  | 'PAYLOAD_TOO_LARGE'
  /** The pool has as many agents as it may have, `limit`, or the server as many pools (429). */
  | 'POOL_FULL'
  /** The pool is draining or stopped (409). */
  | 'POOL_NOT_RUNNING'
  /** As many tasks wait as may, `limit`; there may be room after `retryAfterMs` (429). */
  | 'QUEUE_FULL'
  /** More calls than the server takes from one caller; again after `retryAfterMs` (429). */
  | 'RATE_LIMITED'
  /** The server is ending; ask again when it is back (503). */
  | 'SHUTTING_DOWN'
  /** The attempt that holds the lease token is over; nothing was changed (409). */
  | 'STALE_ATTEMPT'
  /** There is no space left for the log, so that the pool can only be read; again after `retryAfterMs` (503). */
  | 'STORAGE_FULL'
  /** Credentials are missing or not valid (401). */
  | 'UNAUTHENTICATED';

/** Events that meet all of what is given. */
export type EventFilter = {
  /** About this agent, or about its attempts. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** About any of these. An empty list lets nothing through; at most 1,000. */
  readonly kinds?: InputMaybe<ReadonlyArray<PoolEventKind>>;
  /** With any of these names, as in `PoolEvent.name`. An empty list lets nothing through; at most 1,000. */
  readonly names?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** About this task, or about what an agent does with it. */
  readonly taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** Which agent failed, and why. */
export type FailAgentInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  readonly agentId: Scalars['ID']['input'];
  /** What happened, for people; at most 2,000 characters by default. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** What the failure of an agent led to. */
export type FailAgentPayload = {
  readonly __typename?: 'FailAgentPayload';
  /** The agent, DEGRADED now. */
  readonly agent: Agent;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whether its task went to another agent at once. */
  readonly reassigned: Scalars['Boolean']['output'];
  /** The task it had in hand, as it stands after all this; null where it had none. */
  readonly task?: Maybe<Task>;
  /** Whether that was the last attempt of the task, which is FAILED now. */
  readonly taskFailedPermanently: Scalars['Boolean']['output'];
};

/** Which attempt has failed, and how. */
export type FailTaskInput = {
  /** A word for programs, 1 to 64 characters. */
  readonly code?: Scalars['String']['input'];
  /** Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, STALE_ATTEMPT, and nothing is changed. */
  readonly leaseToken?: InputMaybe<Scalars['String']['input']>;
  /** A sentence for people, at most 2,000 characters by default. */
  readonly message: Scalars['String']['input'];
  /** The next attempt waits at least this long (BACKOFF): 0 to 86,400,000 ms, which is a day. */
  readonly retryAfterMs?: InputMaybe<Scalars['Int']['input']>;
  /** Whether another attempt may go better; if not, the task is FAILED at once. */
  readonly retryable?: Scalars['Boolean']['input'];
  /** Id of a task that is retained; else NOT_FOUND. */
  readonly taskId: Scalars['ID']['input'];
};

/** A sign of life of a REMOTE agent. */
export type HeartbeatInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  readonly agentId: Scalars['ID']['input'];
  /** The attempts that its code still works on, at most 64; what it does not name counts as stopped. */
  readonly attempts?: ReadonlyArray<AttemptBeat>;
  /** Share of a processor core it uses, 0 to 1; left out where it was not measured. */
  readonly cpuUsage?: InputMaybe<Scalars['Float']['input']>;
  /** Memory it uses of what it may, 0 to 1; left out where it was not measured. */
  readonly memoryUsage?: InputMaybe<Scalars['Float']['input']>;
  /** What `spawnAgent` gave; another one is FORBIDDEN. */
  readonly sessionToken: Scalars['String']['input'];
};

/** What the server has to say to a REMOTE agent that gave a sign of life. */
export type HeartbeatPayload = {
  readonly __typename?: 'HeartbeatPayload';
  /** The leases named in the call that are over: stop that work, its result is no longer wanted. */
  readonly cancel: ReadonlyArray<Scalars['String']['output']>;
  /** Whether to finish what is in hand and leave: the agent is being retired. */
  readonly drain: Scalars['Boolean']['output'];
  /** The next one is due within this, in milliseconds; a third of it is a good pace. */
  readonly leaseMs: Scalars['Float']['output'];
};

/** Which pool, and how large it is to be. */
export type InitializePoolInput = {
  /** Kind of the agents to add; left out, the one the server is configured for. */
  readonly kind?: InputMaybe<AgentKind>;
  /** Name of the pool, which is made where there is none: 1 to 64 lower-case letters, digits, `-` and `_`. */
  readonly pool?: Scalars['String']['input'];
  /** Agents it is to have at least, 0 or more; more than the pool may have is POOL_FULL. */
  readonly size?: Scalars['Int']['input'];
};

/** A pool that is running, and who joined it. */
export type InitializePoolPayload = {
  readonly __typename?: 'InitializePoolPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The pool, as it is now. */
  readonly pool: Pool;
  /** The agents that this call added; none where the pool had enough. */
  readonly spawned: ReadonlyArray<Agent>;
};

/** The outcome of one check of all agents of a pool. */
export type IsolationReport = {
  readonly __typename?: 'IsolationReport';
  /** Agents with issues. */
  readonly breachesDetected: Scalars['Int']['output'];
  /** Each agent that was checked. */
  readonly details: ReadonlyArray<AgentIsolationDetail>;
  /** When the check was done. */
  readonly timestamp: Scalars['DateTime']['output'];
  /** Agents that were checked. */
  readonly totalAgents: Scalars['Int']['output'];
};

/** Bounds that this server works with. */
export type Limits = {
  readonly __typename?: 'Limits';
  /** What is promised from submission to assignment while an agent is idle, in milliseconds; `PoolMetrics` has what was measured. */
  readonly assignmentLatencyTargetMs: Scalars['Int']['output'];
  /** Agents that the default pool starts with. */
  readonly defaultPoolSize: Scalars['Int']['output'];
  /** Attempts that a task gets where its submission names no other number, which may be 1 to 10 by default. */
  readonly maxAttempts: Scalars['Int']['output'];
  /** Size that a payload may have as JSON, in bytes, and by default a result too; more is PAYLOAD_TOO_LARGE. */
  readonly maxPayloadBytes: Scalars['Int']['output'];
  /** Agents that a pool may have; one more is POOL_FULL. */
  readonly maxPoolSize: Scalars['Int']['output'];
  /** Tasks of a pool that may wait; one more is QUEUE_FULL. */
  readonly maxQueueLength: Scalars['Int']['output'];
};

/** One second of a pool: figures at its end, and what happened in it. */
export type MetricsPoint = {
  readonly __typename?: 'MetricsPoint';
  /** Agents in the pool. */
  readonly agents: Scalars['Int']['output'];
  /** 50th percentile of submission to first assignment, in milliseconds; null where nothing was assigned. */
  readonly assignmentP50Ms?: Maybe<Scalars['Float']['output']>;
  /** 95th percentile of submission to first assignment, in milliseconds; null where nothing was assigned. */
  readonly assignmentP95Ms?: Maybe<Scalars['Float']['output']>;
  /** 99th percentile of submission to first assignment, in milliseconds; null where nothing was assigned. */
  readonly assignmentP99Ms?: Maybe<Scalars['Float']['output']>;
  /** When the second began. */
  readonly at: Scalars['DateTime']['output'];
  /** Agents with something in hand. */
  readonly busyAgents: Scalars['Int']['output'];
  /** Tasks that were completed. */
  readonly completed: Scalars['Int']['output'];
  /** Tasks that failed for good. */
  readonly failed: Scalars['Int']['output'];
  /** Tasks that waited. */
  readonly queueLength: Scalars['Int']['output'];
  /** Submissions that were refused. */
  readonly refused: Scalars['Int']['output'];
};

/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Calls a task off, whether it waits or runs; its agent is free once its code has really stopped. NOT_FOUND; INVALID_STATE for one that is settled; BAD_USER_INPUT. */
  readonly cancelTask: TaskPayload;
  /** Ends the attempt, and the task with it, with a result. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running, PAYLOAD_TOO_LARGE. */
  readonly completeTask: TaskPayload;
  /** Copies the logs of all pools into a new folder in `backups` of the data directory, while everything goes on. When it answers, the backup is on the disk, was read back, and has everything that was acknowledged before the call. INVALID_STATE where logs are kept in memory only, the name is taken, or another backup is being made; LOG_DAMAGED. */
  readonly createBackup: CreateBackupPayload;
  /** Reports that an agent crashed: it becomes DEGRADED and its task goes on with another agent while attempts are left. One that is DEGRADED already stays as it is. NOT_FOUND, BAD_USER_INPUT. */
  readonly failAgent: FailAgentPayload;
  /** Ends the attempt as failed. While attempts are left and it is retryable, the task goes on with another agent; else it is FAILED. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running, BAD_USER_INPUT. */
  readonly failTask: TaskPayload;
  /** A REMOTE agent is alive, and works on the attempts that it names: their leases are renewed, their progress is told, and one that had not begun counts as begun. It restores a DEGRADED agent. NOT_FOUND, FORBIDDEN for another session token, INVALID_STATE for an agent that is not REMOTE, BAD_USER_INPUT. */
  readonly heartbeat: HeartbeatPayload;
  /** Makes the pool where there is none, starts it where it does not run, and adds agents until it has `size`. Again, it only tops up. POOL_FULL for more agents than a pool may have, or more pools than a server may; INVALID_STATE while it drains. */
  readonly initializePool: InitializePoolPayload;
  /** Assigns nothing more until `resumePool`; submissions are queued and attempts go on. A paused pool stays as it is. NOT_FOUND, POOL_NOT_RUNNING. */
  readonly pausePool: PoolPayload;
  /** Takes a DEGRADED agent back into service by hand, a PROCESS one with a fresh process and new ids. NOT_FOUND; INVALID_STATE for one that is not DEGRADED. */
  readonly restoreAgent: AgentPayload;
  /** Ends a pause: what waits is assigned in order. A running pool stays as it is. NOT_FOUND, POOL_NOT_RUNNING. */
  readonly resumePool: PoolPayload;
  /** Gives an agent nothing more and removes it when it has finished what it has in hand. A worker that is no operator shows by its session token that the agent is its own. NOT_FOUND, FORBIDDEN. */
  readonly retireAgent: AgentPayload;
  /** Takes a FAILED or CANCELLED task up again, at the end of the queue and with fresh attempts; what was tried before stays on record. NOT_FOUND, INVALID_STATE for any other, QUEUE_FULL with `limit` and `retryAfterMs`, POOL_NOT_RUNNING. */
  readonly retryTask: TaskPayload;
  /** Holds a dependency for up or down by hand, or gives it back to its probe, which then checks at once. NOT_FOUND for an unknown pool or dependency. */
  readonly setDependencyStatus: DependencyPayload;
  /** Ends a pool: nothing new is taken, all agents leave, and it answers when the pool has STOPPED. The pool and its log stay, `initializePool` starts it again. NOT_FOUND for an unknown pool, POOL_NOT_RUNNING for one that has stopped already, SHUTTING_DOWN where the server ends first. The shutdown goes on even if you do not wait for the answer. */
  readonly shutdownPool: ShutdownPoolPayload;
  /** Adds one agent to a pool. A REMOTE one is IDLE at once; until its first sign of life, which `connected` says that this is, it is driven by hand and its attempts have no lease. NOT_FOUND, POOL_FULL with `limit`, POOL_NOT_RUNNING, BAD_USER_INPUT. */
  readonly spawnAgent: SpawnAgentPayload;
  /** Says that the attempt has begun: its agent is EXECUTING. Again, it changes nothing. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running. */
  readonly startTask: TaskPayload;
  /** Accepts a task and answers when it would survive a crash: an idle agent that is able gets it at once, else it waits and says why. NOT_FOUND, QUEUE_FULL with `limit` and `retryAfterMs`, POOL_NOT_RUNNING, IDEMPOTENCY_CONFLICT, PAYLOAD_TOO_LARGE, BAD_USER_INPUT. */
  readonly submitTask: SubmitTaskPayload;
  /** Submits up to 100 tasks, in order and at the price of one write. A refusal, bad input too, is told with its item and leaves the others alone. BAD_USER_INPUT for more than 100. */
  readonly submitTasks: SubmitTasksPayload;
  /** Puts on record that an agent has a skill; tasks that wait for it may go to it at once. NOT_FOUND, BAD_USER_INPUT. */
  readonly verifyAgentSkill: AgentPayload;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationCancelTaskArgs = {
  input: CancelTaskInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationCompleteTaskArgs = {
  input: CompleteTaskInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationCreateBackupArgs = {
  input?: CreateBackupInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationFailAgentArgs = {
  input: FailAgentInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationFailTaskArgs = {
  input: FailTaskInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationHeartbeatArgs = {
  input: HeartbeatInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationInitializePoolArgs = {
  input?: InitializePoolInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationPausePoolArgs = {
  input?: PoolInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationRestoreAgentArgs = {
  input: AgentInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationResumePoolArgs = {
  input?: PoolInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationRetireAgentArgs = {
  input: AgentInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationRetryTaskArgs = {
  input: TaskInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationSetDependencyStatusArgs = {
  input: SetDependencyStatusInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationShutdownPoolArgs = {
  input?: ShutdownPoolInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationSpawnAgentArgs = {
  input?: SpawnAgentInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationStartTaskArgs = {
  input: StartTaskInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationSubmitTaskArgs = {
  input: SubmitTaskInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationSubmitTasksArgs = {
  input: SubmitTasksInput;
};


/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type MutationVerifyAgentSkillArgs = {
  input: VerifyAgentSkillInput;
};

/** Where a page lies among all pages. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Place of the last item; null on an empty page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more follows; ask for it with `after: endCursor`. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether this page was asked for with `after`, so that something went before it. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** Place of the first item; null on an empty page. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** How long something took, over the newest 1,024 measurements, by nearest rank. */
export type Percentiles = {
  readonly __typename?: 'Percentiles';
  /** The longest, in milliseconds. */
  readonly maxMs: Scalars['Float']['output'];
  /** Half of them took at most this, in milliseconds. */
  readonly p50Ms: Scalars['Float']['output'];
  /** 95 of 100 took at most this, in milliseconds. */
  readonly p95Ms: Scalars['Float']['output'];
  /** 99 of 100 took at most this, in milliseconds. */
  readonly p99Ms: Scalars['Float']['output'];
};

/** A bounded set of agents, the queue before them, and the log of all that happens there. */
export type Pool = {
  readonly __typename?: 'Pool';
  /** The agent of that id; null where this pool has none. */
  readonly agent?: Maybe<Agent>;
  /** All its agents, in the order in which they joined. */
  readonly agents: ReadonlyArray<Agent>;
  /** When it was made. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Where its log stands at this read: subscribe with it as `after` and nothing is missed or seen twice. */
  readonly cursor: Scalars['Cursor']['output'];
  /** What its tasks rely on, as configured. */
  readonly dependencies: ReadonlyArray<Dependency>;
  /** The oldest place that `after` still takes. */
  readonly earliestCursor: Scalars['Cursor']['output'];
  /** Whether everything that it relies on is well. */
  readonly health: PoolHealth;
  /** Checks the isolation of its agents now, which may take 2 seconds where one does not answer. A breach that is new is an event, counts in the metrics and lowers the health score. */
  readonly isolationReport: IsolationReport;
  /** Agents it may have; one more is POOL_FULL. */
  readonly maxSize: Scalars['Int']['output'];
  /** Its figures now. */
  readonly metrics: PoolMetrics;
  /** Its figures second by second, oldest first, for 15 minutes back at most; kept by the server since it started. */
  readonly metricsHistory: ReadonlyArray<MetricsPoint>;
  /** Lower-case letters, digits, `-` and `_`; up to 64 characters. */
  readonly name: Scalars['String']['output'];
  /** Tasks that may wait; one more is QUEUE_FULL. */
  readonly queueCapacity: Scalars['Int']['output'];
  /** Tasks that wait. */
  readonly queueLength: Scalars['Int']['output'];
  /** Why it can only be read, as commands are told: LOG_DAMAGED, or STORAGE_FULL until there is space; null while it carries them out. */
  readonly readOnly?: Maybe<ErrorCode>;
  /** A place so many records before the end of its log, or the oldest that `after` still takes where that is nearer: what just happened is behind it. */
  readonly recentCursor: Scalars['Cursor']['output'];
  /** Agents it has, whatever they do. */
  readonly size: Scalars['Int']['output'];
  /** What it does with work; STOPPED also before it is first initialized. */
  readonly status: PoolStatus;
  /** Its tasks, page by page: all that are not settled, and those settled that are still retained. BAD_USER_INPUT for a `first` or `after` that cannot be, or a filter out of bounds. */
  readonly tasks: TaskConnection;
};


/** A bounded set of agents, the queue before them, and the log of all that happens there. */
export type PoolAgentArgs = {
  id: Scalars['ID']['input'];
};


/** A bounded set of agents, the queue before them, and the log of all that happens there. */
export type PoolMetricsHistoryArgs = {
  lastMs?: Scalars['Float']['input'];
};


/** A bounded set of agents, the queue before them, and the log of all that happens there. */
export type PoolRecentCursorArgs = {
  records?: Scalars['Int']['input'];
};


/** A bounded set of agents, the queue before them, and the log of all that happens there. */
export type PoolTasksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TaskFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: TaskOrder;
};

/** Anything that happened in a pool. Of `task`, `agent` and `dependency` the one that `kind` names is set, none for POOL. */
export type PoolEvent = StreamItem & {
  readonly __typename?: 'PoolEvent';
  /** The agent as it stood right after it; set for AGENT. */
  readonly agent?: Maybe<Agent>;
  /** The place right behind this event: give it as `after` to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The dependency as it stood right after it; set for DEPENDENCY. */
  readonly dependency?: Maybe<Dependency>;
  /** What it is about. */
  readonly kind: PoolEventKind;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  readonly missedBefore: Scalars['Int']['output'];
  /** What happened: a TaskEventType, an AgentEventType, DEPENDENCY_DOWN or DEPENDENCY_UP; for POOL one of INITIALIZED, PAUSED, RESUMED, DRAINING, STOPPED, DEGRADED, RECOVERED. */
  readonly name: Scalars['String']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  readonly pool: Scalars['String']['output'];
  /** One line for people; payloads and results are never in it. */
  readonly summary: Scalars['String']['output'];
  /** The task as it stood right after it; set for TASK. */
  readonly task?: Maybe<Task>;
  /** W3C trace id of the task whose event it is or came from; null where there is none. */
  readonly traceId?: Maybe<Scalars['String']['output']>;
};

/** A page of events, oldest first. */
export type PoolEventConnection = {
  readonly __typename?: 'PoolEventConnection';
  /** How far this page has read: the next one, or a subscription, goes on from here. */
  readonly endCursor: Scalars['Cursor']['output'];
  /** Whether the log goes on behind it, as far as known: a page may then be short or even empty. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** The events. */
  readonly nodes: ReadonlyArray<PoolEvent>;
};

/** What an event is about. */
export type PoolEventKind =
  /** An agent. */
  | 'AGENT'
  /** A dependency. */
  | 'DEPENDENCY'
  /** The pool itself. */
  | 'POOL'
  /** A task. */
  | 'TASK';

/** Whether everything that a pool relies on is well. */
export type PoolHealth =
  /** A dependency is down or an agent is DEGRADED; the rest of the pool goes on. */
  | 'DEGRADED'
  /** Every dependency is up and no agent is DEGRADED. */
  | 'HEALTHY';

/** Which pool. */
export type PoolInput = {
  /** Name of a pool that exists; else NOT_FOUND. */
  readonly pool?: Scalars['String']['input'];
};

/** Figures of a pool at one moment. Totals run over its whole life, restarts of the server included. */
export type PoolMetrics = {
  readonly __typename?: 'PoolMetrics';
  /** Agents in the pool, whatever they do. */
  readonly agents: Scalars['Int']['output'];
  /** Agents by what they do; each status once. */
  readonly agentsByStatus: ReadonlyArray<AgentStatusCount>;
  /** Submission to first assignment; null before the first. */
  readonly assignmentLatency?: Maybe<Percentiles>;
  /** When they were taken. */
  readonly at: Scalars['DateTime']['output'];
  /** Mean time from submission to first assignment, in milliseconds; null before the first. */
  readonly avgAssignmentLatencyMs?: Maybe<Scalars['Float']['output']>;
  /** Mean time of a successful attempt, start to end, in milliseconds; null before the first. */
  readonly avgTaskDurationMs?: Maybe<Scalars['Float']['output']>;
  /** Figures by task type; each type once. */
  readonly byType: ReadonlyArray<TypeMetrics>;
  /** From 0 to 1: the share of agents that are not DEGRADED, times the share of dependencies that are up, times the share of the last 100 attempts that succeeded (cancelled and interrupted ones left out); halved while an isolation breach stands. A share of nothing is 1. */
  readonly healthScore: Scalars['Float']['output'];
  /** Breaches of isolation ever found. */
  readonly isolationBreaches: Scalars['Int']['output'];
  /** How long the oldest task that waits has been waiting, in milliseconds; null where none waits. */
  readonly oldestPendingMs?: Maybe<Scalars['Float']['output']>;
  /** Tasks that may wait before a submission is refused with QUEUE_FULL. */
  readonly queueCapacity: Scalars['Int']['output'];
  /** Tasks that wait now. */
  readonly queueLength: Scalars['Int']['output'];
  /** Submissions that the pool refused, for any reason but bad input. */
  readonly submissionsRefused: Scalars['Int']['output'];
  /** Successful attempts, start to end; null before the first. */
  readonly taskDuration?: Maybe<Percentiles>;
  /** Tasks that are CANCELLED, those no longer kept included. */
  readonly tasksCancelled: Scalars['Int']['output'];
  /** Tasks that are COMPLETED, those no longer kept included. */
  readonly tasksCompleted: Scalars['Int']['output'];
  /** Tasks that are FAILED, those no longer kept included. */
  readonly tasksFailed: Scalars['Int']['output'];
  /** Tasks that run now. */
  readonly tasksInProgress: Scalars['Int']['output'];
  /** Tasks that wait now. */
  readonly tasksPending: Scalars['Int']['output'];
  /** Tasks ever accepted: the sum of the next five. */
  readonly tasksTotal: Scalars['Int']['output'];
  /** Tasks completed per second over the last minute, or since the start where that is less. */
  readonly throughputPerSecond: Scalars['Float']['output'];
  /** Agents with something in hand over all agents, 0 to 1; 0 where there are none. */
  readonly utilization: Scalars['Float']['output'];
};

/** A pool after a call that changed it. */
export type PoolPayload = {
  readonly __typename?: 'PoolPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The pool, as it is now. */
  readonly pool: Pool;
};

/** What a pool does with work at present. */
export type PoolStatus =
  /** Takes nothing new and waits for the attempts that run; it becomes STOPPED by itself. */
  | 'DRAINING'
  /** Takes tasks into its queue and assigns none; attempts that run go on. */
  | 'PAUSED'
  /** Takes tasks and gives them to agents. */
  | 'RUNNING'
  /** Has no agents and takes nothing; what is in its queue waits for `initializePool`. */
  | 'STOPPED';

/** What there is, as of now. Reading changes nothing. */
export type Query = {
  readonly __typename?: 'Query';
  /** The agent of that id, in whichever pool; null where there is none. */
  readonly agent?: Maybe<Agent>;
  /** Who asks, and what he may do. */
  readonly caller: CallerInfo;
  /** Events of a pool, oldest first: the same that its subscriptions give. It answers at once, also at the end of the log, and looks through 10,000 records at most. NOT_FOUND for an unknown pool, CURSOR_EXPIRED for a place that the log does not reach, BAD_USER_INPUT for what is no cursor and for a `first` that cannot be. */
  readonly events: PoolEventConnection;
  /** The pool of that name; null where there is none. */
  readonly pool?: Maybe<Pool>;
  /** All pools of this server, at most 64. */
  readonly pools: ReadonlyArray<Pool>;
  /** What server this is, and its bounds. */
  readonly serverInfo: ServerInfo;
  /** The task of that id, in whichever pool; null where none is retained. */
  readonly task?: Maybe<Task>;
};


/** What there is, as of now. Reading changes nothing. */
export type QueryAgentArgs = {
  id: Scalars['ID']['input'];
};


/** What there is, as of now. Reading changes nothing. */
export type QueryEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<EventFilter>;
  first?: Scalars['Int']['input'];
  pool?: Scalars['String']['input'];
};


/** What there is, as of now. Reading changes nothing. */
export type QueryPoolArgs = {
  name?: Scalars['String']['input'];
};


/** What there is, as of now. Reading changes nothing. */
export type QueryTaskArgs = {
  id: Scalars['ID']['input'];
};

/** One agent that was looked at for an attempt, and what was compared. */
export type RoutingCandidate = {
  readonly __typename?: 'RoutingCandidate';
  /** The agent; it may have left the pool since. */
  readonly agentId: Scalars['ID']['output'];
  /** Its mean time for one of them, in milliseconds; null where it had completed none. */
  readonly averageTaskTimeMs?: Maybe<Scalars['Float']['output']>;
  /** Whether it got the task. */
  readonly chosen: Scalars['Boolean']['output'];
  /** Tasks of this type that it had completed by then. */
  readonly completedOfType: Scalars['Int']['output'];
  /** Why it could not take the task; null for the chosen one and for those that only compared worse. */
  readonly refusedBecause?: Maybe<Scalars['String']['output']>;
};

/** Why an attempt went to its agent: the rule that decided and everyone who was compared. */
export type RoutingDecision = {
  readonly __typename?: 'RoutingDecision';
  /** The agents of the pool at that moment; 16 at most, the chosen one among them. */
  readonly candidates: ReadonlyArray<RoutingCandidate>;
  /** Agents that had failed this task by then. */
  readonly excludedAgentIds: ReadonlyArray<Scalars['ID']['output']>;
  /** Whether those could take it all the same, because there was no other after the backoff. */
  readonly exclusionLifted: Scalars['Boolean']['output'];
  /** The rule that decided. */
  readonly strategy: RoutingStrategy;
};

/** The rule by which an agent was chosen. */
export type RoutingStrategy =
  /** Of the idle agents that have completed tasks of this type, the fastest at it. */
  | 'AFFINITY'
  /** No idle agent had history with this type: the one that was idle the longest. */
  | 'FALLBACK'
  /** The agent that the caller asked for was idle and able. */
  | 'PREFERRED';

/** What server this is. */
export type ServerInfo = {
  readonly __typename?: 'ServerInfo';
  /** What an answered write survives: `fsync` a power cut, `os` a crash of the server, `memory` nothing. */
  readonly durability: Scalars['String']['output'];
  /** Where the log is kept: `sqlite`, or `memory`, which ends with the server. */
  readonly journal: Scalars['String']['output'];
  /** Its bounds. */
  readonly limits: Limits;
  /** Version of Node.js that it runs on. */
  readonly node: Scalars['String']['output'];
  /** When it started. */
  readonly startedAt: Scalars['DateTime']['output'];
  /** Version of Coordination Pool. */
  readonly version: Scalars['String']['output'];
};

/** Which dependency, and what to hold it for. */
export type SetDependencyStatusInput = {
  /** Name of a configured dependency; else NOT_FOUND. */
  readonly name: Scalars['String']['input'];
  /** Name of a pool that exists; else NOT_FOUND. */
  readonly pool?: Scalars['String']['input'];
  /** Up or down by hand, or back to its probe. */
  readonly status: DependencySetting;
};

/** What a shutdown does with the work there is. */
export type ShutdownMode =
  /** Attempts that run may end within the time given; tasks that wait are kept for the next start. */
  | 'DRAIN'
  /** Every task that runs or waits is CANCELLED at once. */
  | 'NOW';

/** Which pool, and how it is to end. */
export type ShutdownPoolInput = {
  /** What becomes of the work there is. */
  readonly mode?: ShutdownMode;
  /** Name of a pool that exists; else NOT_FOUND. */
  readonly pool?: Scalars['String']['input'];
  /** How long attempts may go on with DRAIN before they are interrupted, 0 to 3,600,000 ms. */
  readonly timeoutMs?: Scalars['Int']['input'];
};

/** What a shutdown led to. */
export type ShutdownPoolPayload = {
  readonly __typename?: 'ShutdownPoolPayload';
  /** The tasks that it cancelled; with DRAIN none. */
  readonly cancelled: ReadonlyArray<Task>;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whether no attempt was cut short: with DRAIN, that all that ran ended by themselves in time; with NOW, that nothing ran. */
  readonly drained: Scalars['Boolean']['output'];
  /** Tasks that wait for the next `initializePool`, those that were interrupted among them. */
  readonly keptPending: Scalars['Int']['output'];
  /** The pool, as it is now: STOPPED and without agents, unless it was initialized again meanwhile. */
  readonly pool: Pool;
};

/** What agent is to join which pool. */
export type SpawnAgentInput = {
  /** Whether its worker is there already, so that spawning it is its first sign of life: its attempts have leases from the start, and where its worker never comes it is DEGRADED after one; left out, it is not. For a REMOTE agent; else BAD_USER_INPUT. */
  readonly connected?: InputMaybe<Scalars['Boolean']['input']>;
  /** Where its code runs; left out, as the server is configured. */
  readonly kind?: InputMaybe<AgentKind>;
  /** A name for people, 1 to 100 characters by default; left out, the server numbers it. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** Name of a pool that exists; else NOT_FOUND. */
  readonly pool?: Scalars['String']['input'];
  /** Skills it has from the start: by default at most 64, each of 1 to 64 characters. */
  readonly skills?: ReadonlyArray<Scalars['String']['input']>;
  /** The types it takes; empty for all of them. */
  readonly taskTypes?: ReadonlyArray<TaskType>;
};

/** An agent that has joined, and what it needs to know. */
export type SpawnAgentPayload = {
  readonly __typename?: 'SpawnAgentPayload';
  /** The agent; it may have been given a task already. */
  readonly agent: Agent;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** How often it should give a sign of life, in milliseconds: a third of the lease. */
  readonly heartbeatMs: Scalars['Float']['output'];
  /** How long a REMOTE agent may be silent before its attempt goes to another, in milliseconds. */
  readonly leaseMs: Scalars['Float']['output'];
  /** What a REMOTE agent proves itself with, in `heartbeat` and `agentAssignments`. Told this once and kept by nobody but you; null for others. */
  readonly sessionToken?: Maybe<Scalars['String']['output']>;
};

/** Which attempt has begun. */
export type StartTaskInput = {
  /** Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, STALE_ATTEMPT, and nothing is changed. */
  readonly leaseToken?: InputMaybe<Scalars['String']['input']>;
  /** Id of a task that is retained; else NOT_FOUND. */
  readonly taskId: Scalars['ID']['input'];
};

/** What all events have in common. */
export type StreamItem = {
  /** The place right behind this event: give it as `after` to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  readonly missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
};

/** Why one of several submissions was refused. */
export type SubmitTaskError = {
  readonly __typename?: 'SubmitTaskError';
  /** As `extensions.code` of a call of its own would be. */
  readonly code: ErrorCode;
  /** For people; names the field at fault. */
  readonly message: Scalars['String']['output'];
  /** When that may be, in milliseconds from now; null where nothing can be said. */
  readonly retryAfterMs?: Maybe<Scalars['Float']['output']>;
  /** Whether the same submission may be accepted later. */
  readonly retryable: Scalars['Boolean']['output'];
};

/** A piece of work to be done. */
export type SubmitTaskInput = {
  /** 1 to 256 characters by default. The same key again gives the same task, not a second one; with anything else changed it is IDEMPOTENCY_CONFLICT. Kept while the task is, and for a day at least. */
  readonly idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Attempts until it is FAILED, 1 to 10 by default. */
  readonly maxAttempts?: Scalars['Int']['input'];
  /** What the agent is to know; left out, `{}`. At most 256 KiB as JSON by default (PAYLOAD_TOO_LARGE), nested 64 deep. */
  readonly payload?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Name of a pool that exists; else NOT_FOUND. */
  readonly pool?: Scalars['String']['input'];
  /** An agent of the pool that gets it if it is idle and able; unknown, NOT_FOUND. */
  readonly preferredAgentId?: InputMaybe<Scalars['ID']['input']>;
  /** From 0 to 9: higher goes first, and first come, first served within one. */
  readonly priority?: Scalars['Int']['input'];
  /** Skills that an agent must have to take it: by default at most 64, each of 1 to 64 characters. */
  readonly requiredSkills?: ReadonlyArray<Scalars['String']['input']>;
  /** Longest time one attempt may take, at least 50 ms by default; left out, no bound. Waiting never counts. */
  readonly timeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** The kind of work. */
  readonly type?: TaskType;
};

/** A task that was accepted. */
export type SubmitTaskPayload = {
  readonly __typename?: 'SubmitTaskPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** Whether the idempotency key was known, so that this is the task of the first call. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The task: IN_PROGRESS where an idle agent took it at once, else PENDING. */
  readonly task: Task;
};

/** What became of one of several submissions: `task` or `error` is set. */
export type SubmitTaskResult = {
  readonly __typename?: 'SubmitTaskResult';
  /** Why it was refused; null where it was accepted. */
  readonly error?: Maybe<SubmitTaskError>;
  /** Whether the idempotency key was known, so that this is the task of the first call. */
  readonly replayed: Scalars['Boolean']['output'];
  /** The task; null where it was refused. */
  readonly task?: Maybe<Task>;
};

/** Several pieces of work at once. */
export type SubmitTasksInput = {
  /** At most 100. Each is accepted or refused on its own, in this order. */
  readonly tasks: ReadonlyArray<SubmitTaskInput>;
};

/** What became of several submissions. */
export type SubmitTasksPayload = {
  readonly __typename?: 'SubmitTasksPayload';
  /** How many were accepted, replays of known keys included. */
  readonly accepted: Scalars['Int']['output'];
  /** The place right behind what this call did: a subscription after it sees only what came later. Of the pool that the first submission names, which is the only one unless you name several. */
  readonly cursor: Scalars['Cursor']['output'];
  /** How many were refused. */
  readonly refused: Scalars['Int']['output'];
  /** One for each submission, in the same order. */
  readonly results: ReadonlyArray<SubmitTaskResult>;
};

/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type Subscription = {
  readonly __typename?: 'Subscription';
  /** Work for a REMOTE agent: what it has in hand comes first, then each assignment as it is made. Subscribing is a sign of life; from then on its attempts have leases, which `heartbeat` renews. Ends when the agent has left the pool. NOT_FOUND, FORBIDDEN for another session token, INVALID_STATE for an agent that is not REMOTE. */
  readonly agentAssignments: Assignment;
  /** What happens to agents: each event once and in order. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  readonly agentLifecycle: AgentEvent;
  /** What lessens the pool and what restores it: dependencies, agents, and the pool as a whole right after the event that made it so. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  readonly degradation: DegradationEvent;
  /** All that happens in a pool, in one stream. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  readonly poolEvents: PoolEvent;
  /** A gauge: the figures of a pool at once, then again every `intervalMs`, changed or not, for some depend on the time. A slow reader misses old figures, never the newest. NOT_FOUND, BAD_USER_INPUT. */
  readonly poolMetrics: PoolMetrics;
  /** What happens to tasks: each event once and in order. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  readonly taskLifecycle: TaskEvent;
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionAgentAssignmentsArgs = {
  agentId: Scalars['ID']['input'];
  sessionToken: Scalars['String']['input'];
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionAgentLifecycleArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  pool?: Scalars['String']['input'];
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionDegradationArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  pool?: Scalars['String']['input'];
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionPoolEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<EventFilter>;
  pool?: Scalars['String']['input'];
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionPoolMetricsArgs = {
  intervalMs?: Scalars['Int']['input'];
  pool?: Scalars['String']['input'];
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionTaskLifecycleArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  filter?: InputMaybe<TaskEventFilter>;
  pool?: Scalars['String']['input'];
};

/** A piece of work: what was submitted, where it stands, and everything that was tried. */
export type Task = {
  readonly __typename?: 'Task';
  /** The agent that has it in hand, or that had it last once it is settled; null while it waits, and when that agent has left. In an event, the agent as it stood then. */
  readonly assignedAgent?: Maybe<Agent>;
  /** Submission to first assignment in milliseconds, measured by the engine; null until it is assigned. */
  readonly assignmentLatencyMs?: Maybe<Scalars['Float']['output']>;
  /** Attempts begun since it was submitted or replayed, without those that were interrupted; never above `maxAttempts`. */
  readonly attemptCount: Scalars['Int']['output'];
  /** Everything that was tried, oldest first, replays included. */
  readonly attempts: ReadonlyArray<Attempt>;
  /** When it was COMPLETED, FAILED or CANCELLED; null before. */
  readonly completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was submitted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** Why it is FAILED, else null; what went wrong on the way is with the attempts. */
  readonly error?: Maybe<TaskError>;
  /** Agents that failed it since it was submitted or replayed; others go first. */
  readonly failedAgentIds: ReadonlyArray<Scalars['ID']['output']>;
  /** What happened to it, oldest first, up to now or up to the event that shows it. Of hundreds of progress reports the older ones are let go. BAD_USER_INPUT for a `first` that cannot be. */
  readonly history: ReadonlyArray<TaskEvent>;
  /** Starts with `task_`; ids sort by submission. */
  readonly id: Scalars['ID']['output'];
  /** The key that it was submitted with; null where there was none. */
  readonly idempotencyKey?: Maybe<Scalars['String']['output']>;
  /** Attempts it gets before it is FAILED; a replay gets as many again. */
  readonly maxAttempts: Scalars['Int']['output'];
  /** End of the backoff that it waits out; null while it waits out none. */
  readonly nextRetryAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the agent is given, as it was submitted. */
  readonly payload: Scalars['JSONObject']['output'];
  /** Name of the pool it was submitted to. */
  readonly pool: Scalars['String']['output'];
  /** The agent that gets it if it is idle and able; null where the caller named none. */
  readonly preferredAgentId?: Maybe<Scalars['ID']['output']>;
  /** From 0 to 9: higher goes first, and first come, first served within one. */
  readonly priority: Scalars['Int']['output'];
  /** What the agent of the last attempt told last; null where it told nothing. */
  readonly progress?: Maybe<TaskProgress>;
  /** Skills an agent must have to take it; sorted, each once. */
  readonly requiredSkills: ReadonlyArray<Scalars['String']['output']>;
  /** What it was completed with; null before, and where that was nothing. */
  readonly result?: Maybe<Scalars['JSON']['output']>;
  /** When an agent first began with it since it was submitted or replayed; null before. */
  readonly startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  readonly status: TaskStatus;
  /** Longest time one attempt may take, in milliseconds from its assignment; null for no bound. */
  readonly timeoutMs?: Maybe<Scalars['Float']['output']>;
  /** W3C trace id of its submission; its events, log lines and assignments carry the same. */
  readonly traceId?: Maybe<Scalars['String']['output']>;
  /** The kind of work, which decides who may take it and what gates it. */
  readonly type: TaskType;
  /** Why it waits; null unless it is PENDING. In an event, as it was when it began to wait. */
  readonly wait?: Maybe<TaskWait>;
};


/** A piece of work: what was submitted, where it stands, and everything that was tried. */
export type TaskHistoryArgs = {
  first?: Scalars['Int']['input'];
};

/** A page of tasks. */
export type TaskConnection = {
  readonly __typename?: 'TaskConnection';
  /** The tasks with their places. */
  readonly edges: ReadonlyArray<TaskEdge>;
  /** The tasks alone. */
  readonly nodes: ReadonlyArray<Task>;
  /** Where this page lies. */
  readonly pageInfo: PageInfo;
  /** Tasks on all pages together, as of now. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A task and its place in the list. */
export type TaskEdge = {
  readonly __typename?: 'TaskEdge';
  /** For `after`: the page that follows this task. Good for the order it was given in. */
  readonly cursor: Scalars['String']['output'];
  /** The task. */
  readonly node: Task;
};

/** Why a task or one of its attempts failed, in the words of whoever failed it. */
export type TaskError = {
  readonly __typename?: 'TaskError';
  /** A word for programs: the handler’s own, or the outcome where the agent failed, such as `TIMED_OUT`. */
  readonly code: Scalars['String']['output'];
  /** A sentence for people. */
  readonly message: Scalars['String']['output'];
  /** Whether another attempt may go better; a failure that is not retryable ends the task at once. */
  readonly retryable: Scalars['Boolean']['output'];
};

/** Something that happened to a task. */
export type TaskEvent = StreamItem & {
  readonly __typename?: 'TaskEvent';
  /** The agent whose attempt it is about; null where it is about none. */
  readonly agentId?: Maybe<Scalars['ID']['output']>;
  /** Number of the attempt it is about; null where it is about none. */
  readonly attempt?: Maybe<Scalars['Int']['output']>;
  /** The place right behind this event: give it as `after` to go on from here. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The error, the reason, what it waits for or the agent’s note, as the type has it; else null. */
  readonly message?: Maybe<Scalars['String']['output']>;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  readonly missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  readonly occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  readonly pool: Scalars['String']['output'];
  /** The task as it stood right after it; the same for whoever reads it and whenever. */
  readonly task: Task;
  /** W3C trace id of the task. */
  readonly traceId?: Maybe<Scalars['String']['output']>;
  /** What happened. */
  readonly type: TaskEventType;
};

/** Events of tasks that meet all of what is given. */
export type TaskEventFilter = {
  /** About attempts of this agent. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** Of any of these tasks. An empty list lets nothing through; at most 1,000. */
  readonly taskIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']>>;
  /** Of tasks of any of these types. An empty list lets nothing through; at most 1,000. */
  readonly taskTypes?: InputMaybe<ReadonlyArray<TaskType>>;
  /** Any of these events. An empty list lets nothing through; at most 1,000. */
  readonly types?: InputMaybe<ReadonlyArray<TaskEventType>>;
};

/** What happened to a task. */
export type TaskEventType =
  /** An agent was chosen and given it. */
  | 'ASSIGNED'
  /** An attempt ended without success; what follows is the next event of the task. */
  | 'ATTEMPT_FAILED'
  /** It was called off. */
  | 'CANCELLED'
  /** It succeeded. */
  | 'COMPLETED'
  /** It failed for good and is dead-lettered. */
  | 'FAILED'
  /** The agent told how far it is. */
  | 'PROGRESSED'
  /** No agent can take it now: it waits, and says why. */
  | 'QUEUED'
  /** It was taken up again with fresh attempts. */
  | 'REPLAYED'
  /** It waits for its next attempt. */
  | 'RETRY_SCHEDULED'
  /** The agent has begun. */
  | 'STARTED'
  /** It was accepted. */
  | 'SUBMITTED';

/** Tasks that meet all of what is given. */
export type TaskFilter = {
  /** Tasks of which this agent had an attempt. */
  readonly agentId?: InputMaybe<Scalars['ID']['input']>;
  /** True for FAILED tasks alone, false for all others. */
  readonly deadLettered?: InputMaybe<Scalars['Boolean']['input']>;
  /** Part of the id, type, idempotency key, trace id, error, or a text at the top of the payload, in any case of letters; at most 256 characters by default. */
  readonly search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these statuses. An empty list lets nothing through; at most 1,000. */
  readonly statuses?: InputMaybe<ReadonlyArray<TaskStatus>>;
  /** Any of these types. An empty list lets nothing through; at most 1,000. */
  readonly types?: InputMaybe<ReadonlyArray<TaskType>>;
  /** PENDING tasks that wait for any of these. An empty list lets nothing through; at most 1,000. */
  readonly waitReasons?: InputMaybe<ReadonlyArray<WaitReason>>;
};

/** Which task. */
export type TaskInput = {
  /** Id of a task that is retained; else NOT_FOUND. */
  readonly taskId: Scalars['ID']['input'];
};

/** The order in which tasks are listed. */
export type TaskOrder =
  /** The oldest submission first. */
  | 'CREATED_ASC'
  /** The newest submission first. */
  | 'CREATED_DESC'
  /** What changed last first. A task that changes while you page moves to the front. */
  | 'UPDATED_DESC';

/** A task after a call that changed it. */
export type TaskPayload = {
  readonly __typename?: 'TaskPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  readonly cursor: Scalars['Cursor']['output'];
  /** The task, as this call left it. */
  readonly task: Task;
};

/** How far an attempt is, by its agent’s own word. */
export type TaskProgress = {
  readonly __typename?: 'TaskProgress';
  /** When it said so. */
  readonly at: Scalars['DateTime']['output'];
  /** From 0 to 1. */
  readonly fraction: Scalars['Float']['output'];
  /** What it is at; null where it said nothing. */
  readonly note?: Maybe<Scalars['String']['output']>;
};

/** Where a task stands. */
export type TaskStatus =
  /** It was called off; `retryTask` takes it up again. */
  | 'CANCELLED'
  /** It succeeded; its result is kept. */
  | 'COMPLETED'
  /** Its attempts are spent, or it failed for good. Dead-lettered: `retryTask` takes it up again. */
  | 'FAILED'
  /** An agent has it in hand. */
  | 'IN_PROGRESS'
  /** It waits; `wait` says why. */
  | 'PENDING';

/** The kind of work; what is done is up to the agents. */
export type TaskType =
  /** Finding out what is there. Waits while a dependency that gates it is down; `discovery` does by default. */
  | 'DISCOVERY'
  /** Anything else. */
  | 'GENERAL'
  /** A check that something is alive. */
  | 'HEARTBEAT'
  /** Taking data in. */
  | 'INGEST'
  /** Moving something over. Waits while a dependency that gates it is down; `discovery` does by default. */
  | 'MIGRATION'
  /** Looking something up. */
  | 'RESEARCH';

/** Why a PENDING task waits, and what can be said of how long. */
export type TaskWait = {
  readonly __typename?: 'TaskWait';
  /** The same for people, with names: which dependency, which skill. */
  readonly detail: Scalars['String']['output'];
  /** Expected time until it is assigned, in milliseconds; null without history and for anything but NO_IDLE_AGENT. */
  readonly estimatedMs?: Maybe<Scalars['Float']['output']>;
  /** Its place in the pool’s queue; 1 is next. One that cannot run now lets others pass. */
  readonly queuePosition: Scalars['Int']['output'];
  /** What it waits for. */
  readonly reason: WaitReason;
  /** Since when it waits; for its submission, its replay or the end of its last attempt. */
  readonly since: Scalars['DateTime']['output'];
};

/** Figures for tasks of one type. */
export type TypeMetrics = {
  readonly __typename?: 'TypeMetrics';
  /** Mean time of a successful attempt, start to end, in milliseconds; null before the first. */
  readonly avgTaskDurationMs?: Maybe<Scalars['Float']['output']>;
  /** Tasks of it that are COMPLETED, those no longer kept included. */
  readonly completed: Scalars['Int']['output'];
  /** Tasks of it that are FAILED, those no longer kept included. */
  readonly failed: Scalars['Int']['output'];
  /** Tasks of it that run now. */
  readonly inProgress: Scalars['Int']['output'];
  /** Tasks of it that wait now. */
  readonly pending: Scalars['Int']['output'];
  /** The type. */
  readonly type: TaskType;
};

/** What an agent did with tasks of one type. */
export type TypePerformance = {
  readonly __typename?: 'TypePerformance';
  /** Mean time of a completed one, start to end, in milliseconds; null before the first. */
  readonly averageTaskTimeMs?: Maybe<Scalars['Float']['output']>;
  /** Tasks of it that it completed. */
  readonly completed: Scalars['Int']['output'];
  /** Attempts at it that failed with this agent. */
  readonly failed: Scalars['Int']['output'];
  /** The type. */
  readonly type: TaskType;
};

/** Which agent was found to have which skill. */
export type VerifyAgentSkillInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  readonly agentId: Scalars['ID']['input'];
  /** The skill, by default of 1 to 64 characters; an agent has at most 64 of them, one more is BAD_USER_INPUT. */
  readonly skill: Scalars['String']['input'];
};

/** What a PENDING task waits for. */
export type WaitReason =
  /** Its last failure asked to wait. */
  | 'BACKOFF'
  /** A dependency that gates its type is down. */
  | 'DEPENDENCY_DOWN'
  /** No living agent takes its type and has every skill that it requires. */
  | 'MISSING_SKILL'
  /** Agents that could take it are busy, or none is living. */
  | 'NO_IDLE_AGENT'
  /** Every living agent that could take it has failed it; they may try again after a backoff. */
  | 'NO_OTHER_AGENT'
  /** The pool is paused. */
  | 'POOL_PAUSED';

export type SpawnAgentMutationVariables = Exact<{
  input?: SpawnAgentInput;
}>;


export type SpawnAgentMutation = { readonly __typename?: 'Mutation', readonly spawnAgent: { readonly __typename?: 'SpawnAgentPayload', readonly sessionToken?: string | null, readonly leaseMs: number, readonly heartbeatMs: number, readonly cursor: string, readonly agent: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) } };

export type FailAgentMutationVariables = Exact<{
  input: FailAgentInput;
}>;


export type FailAgentMutation = { readonly __typename?: 'Mutation', readonly failAgent: { readonly __typename?: 'FailAgentPayload', readonly reassigned: boolean, readonly taskFailedPermanently: boolean, readonly cursor: string, readonly agent: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ), readonly task?: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) | null } };

export type RestoreAgentMutationVariables = Exact<{
  input: AgentInput;
}>;


export type RestoreAgentMutation = { readonly __typename?: 'Mutation', readonly restoreAgent: { readonly __typename?: 'AgentPayload', readonly cursor: string, readonly agent: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) } };

export type RetireAgentMutationVariables = Exact<{
  input: AgentInput;
}>;


export type RetireAgentMutation = { readonly __typename?: 'Mutation', readonly retireAgent: { readonly __typename?: 'AgentPayload', readonly cursor: string, readonly agent: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) } };

export type VerifyAgentSkillMutationVariables = Exact<{
  input: VerifyAgentSkillInput;
}>;


export type VerifyAgentSkillMutation = { readonly __typename?: 'Mutation', readonly verifyAgentSkill: { readonly __typename?: 'AgentPayload', readonly cursor: string, readonly agent: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) } };

export type HeartbeatMutationVariables = Exact<{
  input: HeartbeatInput;
}>;


export type HeartbeatMutation = { readonly __typename?: 'Mutation', readonly heartbeat: { readonly __typename?: 'HeartbeatPayload', readonly leaseMs: number, readonly cancel: ReadonlyArray<string>, readonly drain: boolean } };

export type TaskSummaryFragment = { readonly __typename?: 'Task', readonly id: string, readonly pool: string, readonly type: TaskType, readonly status: TaskStatus, readonly priority: number, readonly attemptCount: number, readonly maxAttempts: number, readonly createdAt: string, readonly startedAt?: string | null, readonly completedAt?: string | null, readonly nextRetryAt?: string | null, readonly assignmentLatencyMs?: number | null, readonly idempotencyKey?: string | null, readonly traceId?: string | null, readonly wait?: { readonly __typename?: 'TaskWait', readonly reason: WaitReason, readonly detail: string, readonly since: string, readonly queuePosition: number, readonly estimatedMs?: number | null } | null, readonly progress?: { readonly __typename?: 'TaskProgress', readonly fraction: number, readonly note?: string | null, readonly at: string } | null, readonly error?: { readonly __typename?: 'TaskError', readonly code: string, readonly message: string, readonly retryable: boolean } | null, readonly assignedAgent?: { readonly __typename?: 'Agent', readonly id: string, readonly name: string } | null };

export type TaskParticularsFragment = (
  { readonly __typename?: 'Task', readonly payload: Readonly<Record<string, unknown>>, readonly result?: unknown | null, readonly timeoutMs?: number | null, readonly preferredAgentId?: string | null, readonly requiredSkills: ReadonlyArray<string>, readonly failedAgentIds: ReadonlyArray<string>, readonly attempts: ReadonlyArray<{ readonly __typename?: 'Attempt', readonly number: number, readonly agentId: string, readonly assignedAt: string, readonly startedAt?: string | null, readonly endedAt?: string | null, readonly outcome?: AttemptOutcome | null, readonly error?: { readonly __typename?: 'TaskError', readonly code: string, readonly message: string, readonly retryable: boolean } | null, readonly routing: { readonly __typename?: 'RoutingDecision', readonly strategy: RoutingStrategy, readonly excludedAgentIds: ReadonlyArray<string>, readonly exclusionLifted: boolean, readonly candidates: ReadonlyArray<{ readonly __typename?: 'RoutingCandidate', readonly agentId: string, readonly completedOfType: number, readonly averageTaskTimeMs?: number | null, readonly chosen: boolean, readonly refusedBecause?: string | null }> } }> }
  & TaskSummaryFragment
);

export type AgentSummaryFragment = { readonly __typename?: 'Agent', readonly id: string, readonly pool: string, readonly name: string, readonly kind: AgentKind, readonly status: AgentStatus, readonly statusReason?: string | null, readonly taskTypes: ReadonlyArray<TaskType>, readonly verifiedSkills: ReadonlyArray<string>, readonly spawnedAt: string, readonly currentTask?: { readonly __typename?: 'Task', readonly id: string, readonly type: TaskType, readonly status: TaskStatus, readonly startedAt?: string | null } | null, readonly performance: { readonly __typename?: 'AgentPerformance', readonly tasksCompleted: number, readonly tasksFailed: number, readonly averageTaskTimeMs?: number | null, readonly contextSwitches: number }, readonly health: { readonly __typename?: 'AgentHealth', readonly memoryUsage?: number | null, readonly cpuUsage?: number | null, readonly heapUsedBytes?: number | null, readonly lastHeartbeatAt?: string | null, readonly consecutiveFailures: number }, readonly isolation: { readonly __typename?: 'AgentIsolation', readonly sharedStateDetected: boolean, readonly notes: ReadonlyArray<string> } };

export type DependencySummaryFragment = { readonly __typename?: 'Dependency', readonly name: string, readonly status: DependencyStatus, readonly overridden: boolean, readonly gatedTypes: ReadonlyArray<TaskType>, readonly waitingTasks: number, readonly since: string, readonly lastCheckedAt?: string | null, readonly lastError?: string | null, readonly nextCheckAt?: string | null };

export type PoolSummaryFragment = { readonly __typename?: 'Pool', readonly name: string, readonly status: PoolStatus, readonly health: PoolHealth, readonly size: number, readonly maxSize: number, readonly queueLength: number, readonly queueCapacity: number, readonly createdAt: string };

export type MetricsSummaryFragment = { readonly __typename?: 'PoolMetrics', readonly at: string, readonly agents: number, readonly tasksTotal: number, readonly tasksPending: number, readonly tasksInProgress: number, readonly tasksCompleted: number, readonly tasksFailed: number, readonly tasksCancelled: number, readonly submissionsRefused: number, readonly queueLength: number, readonly queueCapacity: number, readonly oldestPendingMs?: number | null, readonly avgTaskDurationMs?: number | null, readonly avgAssignmentLatencyMs?: number | null, readonly utilization: number, readonly throughputPerSecond: number, readonly healthScore: number, readonly isolationBreaches: number, readonly agentsByStatus: ReadonlyArray<{ readonly __typename?: 'AgentStatusCount', readonly status: AgentStatus, readonly count: number }>, readonly assignmentLatency?: { readonly __typename?: 'Percentiles', readonly p50Ms: number, readonly p95Ms: number, readonly p99Ms: number, readonly maxMs: number } | null, readonly taskDuration?: { readonly __typename?: 'Percentiles', readonly p50Ms: number, readonly p95Ms: number, readonly p99Ms: number, readonly maxMs: number } | null, readonly byType: ReadonlyArray<{ readonly __typename?: 'TypeMetrics', readonly type: TaskType, readonly pending: number, readonly inProgress: number, readonly completed: number, readonly failed: number, readonly avgTaskDurationMs?: number | null }> };

export type PoolWholeFragment = (
  { readonly __typename?: 'Pool', readonly cursor: string, readonly agents: ReadonlyArray<(
    { readonly __typename?: 'Agent' }
    & AgentSummaryFragment
  )>, readonly dependencies: ReadonlyArray<(
    { readonly __typename?: 'Dependency' }
    & DependencySummaryFragment
  )>, readonly metrics: (
    { readonly __typename?: 'PoolMetrics' }
    & MetricsSummaryFragment
  ) }
  & PoolSummaryFragment
);

export type PoolEventLineFragment = { readonly __typename?: 'PoolEvent', readonly cursor: string, readonly occurredAt: string, readonly missedBefore: number, readonly pool: string, readonly kind: PoolEventKind, readonly name: string, readonly summary: string, readonly traceId?: string | null, readonly task?: { readonly __typename?: 'Task', readonly id: string, readonly type: TaskType } | null, readonly agent?: { readonly __typename?: 'Agent', readonly id: string, readonly name: string } | null, readonly dependency?: { readonly __typename?: 'Dependency', readonly name: string } | null };

export type InitializePoolMutationVariables = Exact<{
  input?: InitializePoolInput;
}>;


export type InitializePoolMutation = { readonly __typename?: 'Mutation', readonly initializePool: { readonly __typename?: 'InitializePoolPayload', readonly cursor: string, readonly pool: (
      { readonly __typename?: 'Pool' }
      & PoolSummaryFragment
    ), readonly spawned: ReadonlyArray<(
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    )> } };

export type ShutdownPoolMutationVariables = Exact<{
  input?: ShutdownPoolInput;
}>;


export type ShutdownPoolMutation = { readonly __typename?: 'Mutation', readonly shutdownPool: { readonly __typename?: 'ShutdownPoolPayload', readonly drained: boolean, readonly keptPending: number, readonly cursor: string, readonly pool: (
      { readonly __typename?: 'Pool' }
      & PoolSummaryFragment
    ), readonly cancelled: ReadonlyArray<{ readonly __typename?: 'Task', readonly id: string, readonly type: TaskType, readonly status: TaskStatus }> } };

export type PausePoolMutationVariables = Exact<{
  input?: PoolInput;
}>;


export type PausePoolMutation = { readonly __typename?: 'Mutation', readonly pausePool: { readonly __typename?: 'PoolPayload', readonly cursor: string, readonly pool: (
      { readonly __typename?: 'Pool' }
      & PoolSummaryFragment
    ) } };

export type ResumePoolMutationVariables = Exact<{
  input?: PoolInput;
}>;


export type ResumePoolMutation = { readonly __typename?: 'Mutation', readonly resumePool: { readonly __typename?: 'PoolPayload', readonly cursor: string, readonly pool: (
      { readonly __typename?: 'Pool' }
      & PoolSummaryFragment
    ) } };

export type SetDependencyStatusMutationVariables = Exact<{
  input: SetDependencyStatusInput;
}>;


export type SetDependencyStatusMutation = { readonly __typename?: 'Mutation', readonly setDependencyStatus: { readonly __typename?: 'DependencyPayload', readonly cursor: string, readonly dependency: (
      { readonly __typename?: 'Dependency' }
      & DependencySummaryFragment
    ) } };

export type PoolOverviewQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type PoolOverviewQuery = { readonly __typename?: 'Query', readonly pool?: (
    { readonly __typename?: 'Pool' }
    & PoolWholeFragment
  ) | null };

export type PoolViewQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  tasks?: Scalars['Int']['input'];
}>;


export type PoolViewQuery = { readonly __typename?: 'Query', readonly pool?: (
    { readonly __typename?: 'Pool', readonly readOnly?: ErrorCode | null, readonly tasks: { readonly __typename?: 'TaskConnection', readonly nodes: ReadonlyArray<(
        { readonly __typename?: 'Task' }
        & TaskSummaryFragment
      )> } }
    & PoolWholeFragment
  ) | null };

export type PoolHealthQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type PoolHealthQuery = { readonly __typename?: 'Query', readonly pool?: (
    { readonly __typename?: 'Pool', readonly readOnly?: ErrorCode | null, readonly dependencies: ReadonlyArray<(
      { readonly __typename?: 'Dependency' }
      & DependencySummaryFragment
    )>, readonly metrics: (
      { readonly __typename?: 'PoolMetrics' }
      & MetricsSummaryFragment
    ) }
    & PoolSummaryFragment
  ) | null };

export type PoolCursorQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type PoolCursorQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly cursor: string } | null };

export type RecentCursorQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  records?: Scalars['Int']['input'];
}>;


export type RecentCursorQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly cursor: string } | null };

export type PoolsQueryVariables = Exact<{ [key: string]: never; }>;


export type PoolsQuery = { readonly __typename?: 'Query', readonly pools: ReadonlyArray<(
    { readonly __typename?: 'Pool' }
    & PoolSummaryFragment
  )> };

export type PoolMetricsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type PoolMetricsQuery = { readonly __typename?: 'Query', readonly pool?: (
    { readonly __typename?: 'Pool', readonly metrics: (
      { readonly __typename?: 'PoolMetrics' }
      & MetricsSummaryFragment
    ) }
    & PoolSummaryFragment
  ) | null };

export type MetricsHistoryQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  lastMs?: Scalars['Float']['input'];
}>;


export type MetricsHistoryQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly metricsHistory: ReadonlyArray<{ readonly __typename?: 'MetricsPoint', readonly at: string, readonly queueLength: number, readonly busyAgents: number, readonly agents: number, readonly completed: number, readonly failed: number, readonly refused: number, readonly assignmentP50Ms?: number | null, readonly assignmentP95Ms?: number | null, readonly assignmentP99Ms?: number | null }> } | null };

export type TasksQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<TaskFilter>;
  orderBy?: TaskOrder;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type TasksQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly cursor: string, readonly tasks: { readonly __typename?: 'TaskConnection', readonly totalCount: number, readonly pageInfo: { readonly __typename?: 'PageInfo', readonly hasNextPage: boolean, readonly hasPreviousPage: boolean, readonly startCursor?: string | null, readonly endCursor?: string | null }, readonly nodes: ReadonlyArray<(
        { readonly __typename?: 'Task' }
        & TaskSummaryFragment
      )> } } | null };

export type TaskDetailQueryVariables = Exact<{
  taskId: Scalars['ID']['input'];
  events?: Scalars['Int']['input'];
}>;


export type TaskDetailQuery = { readonly __typename?: 'Query', readonly task?: (
    { readonly __typename?: 'Task', readonly history: ReadonlyArray<{ readonly __typename?: 'TaskEvent', readonly cursor: string, readonly occurredAt: string, readonly type: TaskEventType, readonly agentId?: string | null, readonly attempt?: number | null, readonly message?: string | null }> }
    & TaskParticularsFragment
  ) | null };

export type AgentDetailQueryVariables = Exact<{
  agentId: Scalars['ID']['input'];
}>;


export type AgentDetailQuery = { readonly __typename?: 'Query', readonly agent?: (
    { readonly __typename?: 'Agent', readonly contextWindowId: string, readonly toolSessionId: string, readonly memoryHandleId: string, readonly performance: { readonly __typename?: 'AgentPerformance', readonly byType: ReadonlyArray<{ readonly __typename?: 'TypePerformance', readonly type: TaskType, readonly completed: number, readonly failed: number, readonly averageTaskTimeMs?: number | null }> } }
    & AgentSummaryFragment
  ) | null };

export type TaskStandingQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  taskId: Scalars['ID']['input'];
}>;


export type TaskStandingQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly cursor: string } | null, readonly task?: { readonly __typename?: 'Task', readonly id: string, readonly status: TaskStatus, readonly result?: unknown | null, readonly error?: { readonly __typename?: 'TaskError', readonly code: string, readonly message: string, readonly retryable: boolean } | null } | null };

export type AgentsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type AgentsQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly cursor: string, readonly agents: ReadonlyArray<(
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    )> } | null };

export type SilentAgentsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type SilentAgentsQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly metrics: { readonly __typename?: 'PoolMetrics', readonly at: string }, readonly agents: ReadonlyArray<{ readonly __typename?: 'Agent', readonly id: string, readonly name: string, readonly kind: AgentKind, readonly status: AgentStatus, readonly health: { readonly __typename?: 'AgentHealth', readonly lastHeartbeatAt?: string | null } }> } | null };

export type EventsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  filter?: InputMaybe<EventFilter>;
}>;


export type EventsQuery = { readonly __typename?: 'Query', readonly events: { readonly __typename?: 'PoolEventConnection', readonly endCursor: string, readonly hasNextPage: boolean, readonly nodes: ReadonlyArray<(
      { readonly __typename?: 'PoolEvent' }
      & PoolEventLineFragment
    )> } };

export type IsolationReportQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type IsolationReportQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly isolationReport: { readonly __typename?: 'IsolationReport', readonly timestamp: string, readonly totalAgents: number, readonly breachesDetected: number, readonly details: ReadonlyArray<{ readonly __typename?: 'AgentIsolationDetail', readonly agentId: string, readonly contextWindowId: string, readonly toolSessionId: string, readonly memoryHandleId: string, readonly isolated: boolean, readonly issues: ReadonlyArray<string>, readonly evidence: ReadonlyArray<string> }> } } | null };

export type CallerQueryVariables = Exact<{ [key: string]: never; }>;


export type CallerQuery = { readonly __typename?: 'Query', readonly caller: { readonly __typename?: 'CallerInfo', readonly name?: string | null, readonly roles: ReadonlyArray<string>, readonly pools?: ReadonlyArray<string> | null, readonly expiresAt?: string | null } };

export type ServerInfoQueryVariables = Exact<{ [key: string]: never; }>;


export type ServerInfoQuery = { readonly __typename?: 'Query', readonly serverInfo: { readonly __typename?: 'ServerInfo', readonly version: string, readonly node: string, readonly startedAt: string, readonly journal: string, readonly durability: string, readonly limits: { readonly __typename?: 'Limits', readonly defaultPoolSize: number, readonly maxPoolSize: number, readonly maxQueueLength: number, readonly maxAttempts: number, readonly maxPayloadBytes: number, readonly assignmentLatencyTargetMs: number } } };

export type TaskCountsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  types?: InputMaybe<ReadonlyArray<TaskType> | TaskType>;
  waitReasons?: InputMaybe<ReadonlyArray<WaitReason> | WaitReason>;
  agentId?: InputMaybe<Scalars['ID']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
}>;


export type TaskCountsQuery = { readonly __typename?: 'Query', readonly pool?: { readonly __typename?: 'Pool', readonly all: { readonly __typename?: 'TaskConnection', readonly totalCount: number }, readonly pending: { readonly __typename?: 'TaskConnection', readonly totalCount: number }, readonly inProgress: { readonly __typename?: 'TaskConnection', readonly totalCount: number }, readonly completed: { readonly __typename?: 'TaskConnection', readonly totalCount: number }, readonly failed: { readonly __typename?: 'TaskConnection', readonly totalCount: number }, readonly cancelled: { readonly __typename?: 'TaskConnection', readonly totalCount: number } } | null };

export type TaskLifecycleSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<TaskEventFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type TaskLifecycleSubscription = { readonly __typename?: 'Subscription', readonly taskLifecycle: { readonly __typename?: 'TaskEvent', readonly cursor: string, readonly occurredAt: string, readonly missedBefore: number, readonly pool: string, readonly type: TaskEventType, readonly agentId?: string | null, readonly attempt?: number | null, readonly message?: string | null, readonly traceId?: string | null, readonly task: (
      { readonly __typename?: 'Task', readonly result?: unknown | null }
      & TaskSummaryFragment
    ) } };

export type AgentLifecycleSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  agentIds?: InputMaybe<ReadonlyArray<Scalars['ID']['input']> | Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type AgentLifecycleSubscription = { readonly __typename?: 'Subscription', readonly agentLifecycle: { readonly __typename?: 'AgentEvent', readonly cursor: string, readonly occurredAt: string, readonly missedBefore: number, readonly pool: string, readonly type: AgentEventType, readonly taskId?: string | null, readonly message?: string | null, readonly traceId?: string | null, readonly agent: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) } };

export type DegradationSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type DegradationSubscription = { readonly __typename?: 'Subscription', readonly degradation: { readonly __typename?: 'DegradationEvent', readonly cursor: string, readonly occurredAt: string, readonly missedBefore: number, readonly pool: string, readonly type: DegradationEventType, readonly health: PoolHealth, readonly affectedTypes: ReadonlyArray<TaskType>, readonly waitingTasks: number, readonly reason: string, readonly dependency?: (
      { readonly __typename?: 'Dependency' }
      & DependencySummaryFragment
    ) | null, readonly agent?: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) | null } };

export type PoolEventsSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<EventFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type PoolEventsSubscription = { readonly __typename?: 'Subscription', readonly poolEvents: (
    { readonly __typename?: 'PoolEvent', readonly task?: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) | null, readonly agent?: (
      { readonly __typename?: 'Agent' }
      & AgentSummaryFragment
    ) | null, readonly dependency?: (
      { readonly __typename?: 'Dependency' }
      & DependencySummaryFragment
    ) | null }
    & PoolEventLineFragment
  ) };

export type EventLinesSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<EventFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type EventLinesSubscription = { readonly __typename?: 'Subscription', readonly poolEvents: (
    { readonly __typename?: 'PoolEvent' }
    & PoolEventLineFragment
  ) };

export type PoolGaugesSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  intervalMs?: Scalars['Int']['input'];
}>;


export type PoolGaugesSubscription = { readonly __typename?: 'Subscription', readonly poolMetrics: (
    { readonly __typename?: 'PoolMetrics' }
    & MetricsSummaryFragment
  ) };

export type AgentAssignmentsSubscriptionVariables = Exact<{
  agentId: Scalars['ID']['input'];
  sessionToken: Scalars['String']['input'];
}>;


export type AgentAssignmentsSubscription = { readonly __typename?: 'Subscription', readonly agentAssignments: { readonly __typename?: 'Assignment', readonly attempt: number, readonly leaseToken: string, readonly leaseExpiresAt: string, readonly traceparent?: string | null, readonly task: { readonly __typename?: 'Task', readonly id: string, readonly pool: string, readonly type: TaskType, readonly payload: Readonly<Record<string, unknown>>, readonly priority: number, readonly requiredSkills: ReadonlyArray<string>, readonly attemptCount: number, readonly maxAttempts: number, readonly timeoutMs?: number | null, readonly traceId?: string | null, readonly createdAt: string } } };

export type SubmitTaskMutationVariables = Exact<{
  input: SubmitTaskInput;
}>;


export type SubmitTaskMutation = { readonly __typename?: 'Mutation', readonly submitTask: { readonly __typename?: 'SubmitTaskPayload', readonly replayed: boolean, readonly cursor: string, readonly task: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) } };

export type SubmitTasksMutationVariables = Exact<{
  input: SubmitTasksInput;
}>;


export type SubmitTasksMutation = { readonly __typename?: 'Mutation', readonly submitTasks: { readonly __typename?: 'SubmitTasksPayload', readonly accepted: number, readonly refused: number, readonly cursor: string, readonly results: ReadonlyArray<{ readonly __typename?: 'SubmitTaskResult', readonly replayed: boolean, readonly task?: (
        { readonly __typename?: 'Task' }
        & TaskSummaryFragment
      ) | null, readonly error?: { readonly __typename?: 'SubmitTaskError', readonly code: ErrorCode, readonly message: string, readonly retryable: boolean, readonly retryAfterMs?: number | null } | null }> } };

export type StartTaskMutationVariables = Exact<{
  input: StartTaskInput;
}>;


export type StartTaskMutation = { readonly __typename?: 'Mutation', readonly startTask: { readonly __typename?: 'TaskPayload', readonly cursor: string, readonly task: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) } };

export type CompleteTaskMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type CompleteTaskMutation = { readonly __typename?: 'Mutation', readonly completeTask: { readonly __typename?: 'TaskPayload', readonly cursor: string, readonly task: (
      { readonly __typename?: 'Task', readonly result?: unknown | null }
      & TaskSummaryFragment
    ) } };

export type FailTaskMutationVariables = Exact<{
  input: FailTaskInput;
}>;


export type FailTaskMutation = { readonly __typename?: 'Mutation', readonly failTask: { readonly __typename?: 'TaskPayload', readonly cursor: string, readonly task: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) } };

export type ReportResultMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type ReportResultMutation = { readonly __typename?: 'Mutation', readonly completeTask: { readonly __typename?: 'TaskPayload', readonly cursor: string } };

export type ReportFailureMutationVariables = Exact<{
  input: FailTaskInput;
}>;


export type ReportFailureMutation = { readonly __typename?: 'Mutation', readonly failTask: { readonly __typename?: 'TaskPayload', readonly cursor: string } };

export type CancelTaskMutationVariables = Exact<{
  input: CancelTaskInput;
}>;


export type CancelTaskMutation = { readonly __typename?: 'Mutation', readonly cancelTask: { readonly __typename?: 'TaskPayload', readonly cursor: string, readonly task: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) } };

export type RetryTaskMutationVariables = Exact<{
  input: TaskInput;
}>;


export type RetryTaskMutation = { readonly __typename?: 'Mutation', readonly retryTask: { readonly __typename?: 'TaskPayload', readonly cursor: string, readonly task: (
      { readonly __typename?: 'Task' }
      & TaskSummaryFragment
    ) } };

export const SpawnAgentDocument = `mutation SpawnAgent($input: SpawnAgentInput! = {}) {
  spawnAgent(input: $input) {
    agent {
      ...AgentSummary
    }
    sessionToken
    leaseMs
    heartbeatMs
    cursor
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<SpawnAgentMutation, SpawnAgentMutationVariables>;
export const FailAgentDocument = `mutation FailAgent($input: FailAgentInput!) {
  failAgent(input: $input) {
    agent {
      ...AgentSummary
    }
    reassigned
    task {
      ...TaskSummary
    }
    taskFailedPermanently
    cursor
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<FailAgentMutation, FailAgentMutationVariables>;
export const RestoreAgentDocument = `mutation RestoreAgent($input: AgentInput!) {
  restoreAgent(input: $input) {
    agent {
      ...AgentSummary
    }
    cursor
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<RestoreAgentMutation, RestoreAgentMutationVariables>;
export const RetireAgentDocument = `mutation RetireAgent($input: AgentInput!) {
  retireAgent(input: $input) {
    agent {
      ...AgentSummary
    }
    cursor
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<RetireAgentMutation, RetireAgentMutationVariables>;
export const VerifyAgentSkillDocument = `mutation VerifyAgentSkill($input: VerifyAgentSkillInput!) {
  verifyAgentSkill(input: $input) {
    agent {
      ...AgentSummary
    }
    cursor
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<VerifyAgentSkillMutation, VerifyAgentSkillMutationVariables>;
export const HeartbeatDocument = `mutation Heartbeat($input: HeartbeatInput!) {
  heartbeat(input: $input) {
    leaseMs
    cancel
    drain
  }
}` as TypedDocumentString<HeartbeatMutation, HeartbeatMutationVariables>;
export const InitializePoolDocument = `mutation InitializePool($input: InitializePoolInput! = {}) {
  initializePool(input: $input) {
    pool {
      ...PoolSummary
    }
    spawned {
      ...AgentSummary
    }
    cursor
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<InitializePoolMutation, InitializePoolMutationVariables>;
export const ShutdownPoolDocument = `mutation ShutdownPool($input: ShutdownPoolInput! = {}) {
  shutdownPool(input: $input) {
    pool {
      ...PoolSummary
    }
    drained
    cancelled {
      id
      type
      status
    }
    keptPending
    cursor
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}` as TypedDocumentString<ShutdownPoolMutation, ShutdownPoolMutationVariables>;
export const PausePoolDocument = `mutation PausePool($input: PoolInput! = {}) {
  pausePool(input: $input) {
    pool {
      ...PoolSummary
    }
    cursor
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}` as TypedDocumentString<PausePoolMutation, PausePoolMutationVariables>;
export const ResumePoolDocument = `mutation ResumePool($input: PoolInput! = {}) {
  resumePool(input: $input) {
    pool {
      ...PoolSummary
    }
    cursor
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}` as TypedDocumentString<ResumePoolMutation, ResumePoolMutationVariables>;
export const SetDependencyStatusDocument = `mutation SetDependencyStatus($input: SetDependencyStatusInput!) {
  setDependencyStatus(input: $input) {
    dependency {
      ...DependencySummary
    }
    cursor
  }
}
fragment DependencySummary on Dependency {
  name
  status
  overridden
  gatedTypes
  waitingTasks
  since
  lastCheckedAt
  lastError
  nextCheckAt
}` as TypedDocumentString<SetDependencyStatusMutation, SetDependencyStatusMutationVariables>;
export const PoolOverviewDocument = `query PoolOverview($pool: String! = "default") {
  pool(name: $pool) {
    ...PoolWhole
  }
}
fragment PoolWhole on Pool {
  ...PoolSummary
  cursor
  agents {
    ...AgentSummary
  }
  dependencies {
    ...DependencySummary
  }
  metrics {
    ...MetricsSummary
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}
fragment DependencySummary on Dependency {
  name
  status
  overridden
  gatedTypes
  waitingTasks
  since
  lastCheckedAt
  lastError
  nextCheckAt
}
fragment MetricsSummary on PoolMetrics {
  at
  agents
  agentsByStatus {
    status
    count
  }
  tasksTotal
  tasksPending
  tasksInProgress
  tasksCompleted
  tasksFailed
  tasksCancelled
  submissionsRefused
  queueLength
  queueCapacity
  oldestPendingMs
  avgTaskDurationMs
  avgAssignmentLatencyMs
  assignmentLatency {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  taskDuration {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  utilization
  throughputPerSecond
  healthScore
  isolationBreaches
  byType {
    type
    pending
    inProgress
    completed
    failed
    avgTaskDurationMs
  }
}` as TypedDocumentString<PoolOverviewQuery, PoolOverviewQueryVariables>;
export const PoolViewDocument = `query PoolView($pool: String! = "default", $tasks: Int! = 50) {
  pool(name: $pool) {
    ...PoolWhole
    readOnly
    tasks(orderBy: UPDATED_DESC, first: $tasks) {
      nodes {
        ...TaskSummary
      }
    }
  }
}
fragment PoolWhole on Pool {
  ...PoolSummary
  cursor
  agents {
    ...AgentSummary
  }
  dependencies {
    ...DependencySummary
  }
  metrics {
    ...MetricsSummary
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}
fragment DependencySummary on Dependency {
  name
  status
  overridden
  gatedTypes
  waitingTasks
  since
  lastCheckedAt
  lastError
  nextCheckAt
}
fragment MetricsSummary on PoolMetrics {
  at
  agents
  agentsByStatus {
    status
    count
  }
  tasksTotal
  tasksPending
  tasksInProgress
  tasksCompleted
  tasksFailed
  tasksCancelled
  submissionsRefused
  queueLength
  queueCapacity
  oldestPendingMs
  avgTaskDurationMs
  avgAssignmentLatencyMs
  assignmentLatency {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  taskDuration {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  utilization
  throughputPerSecond
  healthScore
  isolationBreaches
  byType {
    type
    pending
    inProgress
    completed
    failed
    avgTaskDurationMs
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<PoolViewQuery, PoolViewQueryVariables>;
export const PoolHealthDocument = `query PoolHealth($pool: String! = "default") {
  pool(name: $pool) {
    ...PoolSummary
    readOnly
    dependencies {
      ...DependencySummary
    }
    metrics {
      ...MetricsSummary
    }
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}
fragment DependencySummary on Dependency {
  name
  status
  overridden
  gatedTypes
  waitingTasks
  since
  lastCheckedAt
  lastError
  nextCheckAt
}
fragment MetricsSummary on PoolMetrics {
  at
  agents
  agentsByStatus {
    status
    count
  }
  tasksTotal
  tasksPending
  tasksInProgress
  tasksCompleted
  tasksFailed
  tasksCancelled
  submissionsRefused
  queueLength
  queueCapacity
  oldestPendingMs
  avgTaskDurationMs
  avgAssignmentLatencyMs
  assignmentLatency {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  taskDuration {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  utilization
  throughputPerSecond
  healthScore
  isolationBreaches
  byType {
    type
    pending
    inProgress
    completed
    failed
    avgTaskDurationMs
  }
}` as TypedDocumentString<PoolHealthQuery, PoolHealthQueryVariables>;
export const PoolCursorDocument = `query PoolCursor($pool: String! = "default") {
  pool(name: $pool) {
    cursor
  }
}` as TypedDocumentString<PoolCursorQuery, PoolCursorQueryVariables>;
export const RecentCursorDocument = `query RecentCursor($pool: String! = "default", $records: Int! = 200) {
  pool(name: $pool) {
    cursor: recentCursor(records: $records)
  }
}` as TypedDocumentString<RecentCursorQuery, RecentCursorQueryVariables>;
export const PoolsDocument = `query Pools {
  pools {
    ...PoolSummary
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}` as TypedDocumentString<PoolsQuery, PoolsQueryVariables>;
export const PoolMetricsDocument = `query PoolMetrics($pool: String! = "default") {
  pool(name: $pool) {
    ...PoolSummary
    metrics {
      ...MetricsSummary
    }
  }
}
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}
fragment MetricsSummary on PoolMetrics {
  at
  agents
  agentsByStatus {
    status
    count
  }
  tasksTotal
  tasksPending
  tasksInProgress
  tasksCompleted
  tasksFailed
  tasksCancelled
  submissionsRefused
  queueLength
  queueCapacity
  oldestPendingMs
  avgTaskDurationMs
  avgAssignmentLatencyMs
  assignmentLatency {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  taskDuration {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  utilization
  throughputPerSecond
  healthScore
  isolationBreaches
  byType {
    type
    pending
    inProgress
    completed
    failed
    avgTaskDurationMs
  }
}` as TypedDocumentString<PoolMetricsQuery, PoolMetricsQueryVariables>;
export const MetricsHistoryDocument = `query MetricsHistory($pool: String! = "default", $lastMs: Float! = 900000) {
  pool(name: $pool) {
    metricsHistory(lastMs: $lastMs) {
      at
      queueLength
      busyAgents
      agents
      completed
      failed
      refused
      assignmentP50Ms
      assignmentP95Ms
      assignmentP99Ms
    }
  }
}` as TypedDocumentString<MetricsHistoryQuery, MetricsHistoryQueryVariables>;
export const TasksDocument = `query Tasks($pool: String! = "default", $filter: TaskFilter, $orderBy: TaskOrder! = CREATED_DESC, $first: Int! = 50, $after: String) {
  pool(name: $pool) {
    cursor
    tasks(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        ...TaskSummary
      }
    }
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<TasksQuery, TasksQueryVariables>;
export const TaskDetailDocument = `query TaskDetail($taskId: ID!, $events: Int! = 100) {
  task(id: $taskId) {
    ...TaskParticulars
    history(first: $events) {
      cursor
      occurredAt
      type
      agentId
      attempt
      message
    }
  }
}
fragment TaskParticulars on Task {
  ...TaskSummary
  payload
  result
  timeoutMs
  preferredAgentId
  requiredSkills
  failedAgentIds
  attempts {
    number
    agentId
    assignedAt
    startedAt
    endedAt
    outcome
    error {
      code
      message
      retryable
    }
    routing {
      strategy
      excludedAgentIds
      exclusionLifted
      candidates {
        agentId
        completedOfType
        averageTaskTimeMs
        chosen
        refusedBecause
      }
    }
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<TaskDetailQuery, TaskDetailQueryVariables>;
export const AgentDetailDocument = `query AgentDetail($agentId: ID!) {
  agent(id: $agentId) {
    ...AgentSummary
    contextWindowId
    toolSessionId
    memoryHandleId
    performance {
      byType {
        type
        completed
        failed
        averageTaskTimeMs
      }
    }
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<AgentDetailQuery, AgentDetailQueryVariables>;
export const TaskStandingDocument = `query TaskStanding($pool: String! = "default", $taskId: ID!) {
  pool(name: $pool) {
    cursor
  }
  task(id: $taskId) {
    id
    status
    result
    error {
      code
      message
      retryable
    }
  }
}` as TypedDocumentString<TaskStandingQuery, TaskStandingQueryVariables>;
export const AgentsDocument = `query Agents($pool: String! = "default") {
  pool(name: $pool) {
    cursor
    agents {
      ...AgentSummary
    }
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<AgentsQuery, AgentsQueryVariables>;
export const SilentAgentsDocument = `query SilentAgents($pool: String! = "default") {
  pool(name: $pool) {
    metrics {
      at
    }
    agents {
      id
      name
      kind
      status
      health {
        lastHeartbeatAt
      }
    }
  }
}` as TypedDocumentString<SilentAgentsQuery, SilentAgentsQueryVariables>;
export const EventsDocument = `query Events($pool: String! = "default", $after: Cursor, $first: Int! = 100, $filter: EventFilter) {
  events(pool: $pool, after: $after, first: $first, filter: $filter) {
    nodes {
      ...PoolEventLine
    }
    endCursor
    hasNextPage
  }
}
fragment PoolEventLine on PoolEvent {
  cursor
  occurredAt
  missedBefore
  pool
  kind
  name
  summary
  traceId
  task {
    id
    type
  }
  agent {
    id
    name
  }
  dependency {
    name
  }
}` as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const IsolationReportDocument = `query IsolationReport($pool: String! = "default") {
  pool(name: $pool) {
    isolationReport {
      timestamp
      totalAgents
      breachesDetected
      details {
        agentId
        contextWindowId
        toolSessionId
        memoryHandleId
        isolated
        issues
        evidence
      }
    }
  }
}` as TypedDocumentString<IsolationReportQuery, IsolationReportQueryVariables>;
export const CallerDocument = `query Caller {
  caller {
    name
    roles
    pools
    expiresAt
  }
}` as TypedDocumentString<CallerQuery, CallerQueryVariables>;
export const ServerInfoDocument = `query ServerInfo {
  serverInfo {
    version
    node
    startedAt
    journal
    durability
    limits {
      defaultPoolSize
      maxPoolSize
      maxQueueLength
      maxAttempts
      maxPayloadBytes
      assignmentLatencyTargetMs
    }
  }
}` as TypedDocumentString<ServerInfoQuery, ServerInfoQueryVariables>;
export const TaskCountsDocument = `query TaskCounts($pool: String! = "default", $types: [TaskType!], $waitReasons: [WaitReason!], $agentId: ID, $search: String) {
  pool(name: $pool) {
    all: tasks(
      first: 1
      filter: {types: $types, waitReasons: $waitReasons, agentId: $agentId, search: $search}
    ) {
      totalCount
    }
    pending: tasks(
      first: 1
      filter: {statuses: [PENDING], types: $types, waitReasons: $waitReasons, agentId: $agentId, search: $search}
    ) {
      totalCount
    }
    inProgress: tasks(
      first: 1
      filter: {statuses: [IN_PROGRESS], types: $types, waitReasons: $waitReasons, agentId: $agentId, search: $search}
    ) {
      totalCount
    }
    completed: tasks(
      first: 1
      filter: {statuses: [COMPLETED], types: $types, waitReasons: $waitReasons, agentId: $agentId, search: $search}
    ) {
      totalCount
    }
    failed: tasks(
      first: 1
      filter: {statuses: [FAILED], types: $types, waitReasons: $waitReasons, agentId: $agentId, search: $search}
    ) {
      totalCount
    }
    cancelled: tasks(
      first: 1
      filter: {statuses: [CANCELLED], types: $types, waitReasons: $waitReasons, agentId: $agentId, search: $search}
    ) {
      totalCount
    }
  }
}` as TypedDocumentString<TaskCountsQuery, TaskCountsQueryVariables>;
export const TaskLifecycleDocument = `subscription TaskLifecycle($pool: String! = "default", $filter: TaskEventFilter, $after: Cursor) {
  taskLifecycle(pool: $pool, filter: $filter, after: $after) {
    cursor
    occurredAt
    missedBefore
    pool
    type
    agentId
    attempt
    message
    traceId
    task {
      ...TaskSummary
      result
    }
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<TaskLifecycleSubscription, TaskLifecycleSubscriptionVariables>;
export const AgentLifecycleDocument = `subscription AgentLifecycle($pool: String! = "default", $agentIds: [ID!], $after: Cursor) {
  agentLifecycle(pool: $pool, agentIds: $agentIds, after: $after) {
    cursor
    occurredAt
    missedBefore
    pool
    type
    taskId
    message
    traceId
    agent {
      ...AgentSummary
    }
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<AgentLifecycleSubscription, AgentLifecycleSubscriptionVariables>;
export const DegradationDocument = `subscription Degradation($pool: String! = "default", $after: Cursor) {
  degradation(pool: $pool, after: $after) {
    cursor
    occurredAt
    missedBefore
    pool
    type
    health
    affectedTypes
    waitingTasks
    reason
    dependency {
      ...DependencySummary
    }
    agent {
      ...AgentSummary
    }
  }
}
fragment DependencySummary on Dependency {
  name
  status
  overridden
  gatedTypes
  waitingTasks
  since
  lastCheckedAt
  lastError
  nextCheckAt
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}` as TypedDocumentString<DegradationSubscription, DegradationSubscriptionVariables>;
export const PoolEventsDocument = `subscription PoolEvents($pool: String! = "default", $filter: EventFilter, $after: Cursor) {
  poolEvents(pool: $pool, filter: $filter, after: $after) {
    ...PoolEventLine
    task {
      ...TaskSummary
    }
    agent {
      ...AgentSummary
    }
    dependency {
      ...DependencySummary
    }
  }
}
fragment PoolEventLine on PoolEvent {
  cursor
  occurredAt
  missedBefore
  pool
  kind
  name
  summary
  traceId
  task {
    id
    type
  }
  agent {
    id
    name
  }
  dependency {
    name
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}
fragment AgentSummary on Agent {
  id
  pool
  name
  kind
  status
  statusReason
  taskTypes
  verifiedSkills
  spawnedAt
  currentTask {
    id
    type
    status
    startedAt
  }
  performance {
    tasksCompleted
    tasksFailed
    averageTaskTimeMs
    contextSwitches
  }
  health {
    memoryUsage
    cpuUsage
    heapUsedBytes
    lastHeartbeatAt
    consecutiveFailures
  }
  isolation {
    sharedStateDetected
    notes
  }
}
fragment DependencySummary on Dependency {
  name
  status
  overridden
  gatedTypes
  waitingTasks
  since
  lastCheckedAt
  lastError
  nextCheckAt
}` as TypedDocumentString<PoolEventsSubscription, PoolEventsSubscriptionVariables>;
export const EventLinesDocument = `subscription EventLines($pool: String! = "default", $filter: EventFilter, $after: Cursor) {
  poolEvents(pool: $pool, filter: $filter, after: $after) {
    ...PoolEventLine
  }
}
fragment PoolEventLine on PoolEvent {
  cursor
  occurredAt
  missedBefore
  pool
  kind
  name
  summary
  traceId
  task {
    id
    type
  }
  agent {
    id
    name
  }
  dependency {
    name
  }
}` as TypedDocumentString<EventLinesSubscription, EventLinesSubscriptionVariables>;
export const PoolGaugesDocument = `subscription PoolGauges($pool: String! = "default", $intervalMs: Int! = 1000) {
  poolMetrics(pool: $pool, intervalMs: $intervalMs) {
    ...MetricsSummary
  }
}
fragment MetricsSummary on PoolMetrics {
  at
  agents
  agentsByStatus {
    status
    count
  }
  tasksTotal
  tasksPending
  tasksInProgress
  tasksCompleted
  tasksFailed
  tasksCancelled
  submissionsRefused
  queueLength
  queueCapacity
  oldestPendingMs
  avgTaskDurationMs
  avgAssignmentLatencyMs
  assignmentLatency {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  taskDuration {
    p50Ms
    p95Ms
    p99Ms
    maxMs
  }
  utilization
  throughputPerSecond
  healthScore
  isolationBreaches
  byType {
    type
    pending
    inProgress
    completed
    failed
    avgTaskDurationMs
  }
}` as TypedDocumentString<PoolGaugesSubscription, PoolGaugesSubscriptionVariables>;
export const AgentAssignmentsDocument = `subscription AgentAssignments($agentId: ID!, $sessionToken: String!) {
  agentAssignments(agentId: $agentId, sessionToken: $sessionToken) {
    attempt
    leaseToken
    leaseExpiresAt
    traceparent
    task {
      id
      pool
      type
      payload
      priority
      requiredSkills
      attemptCount
      maxAttempts
      timeoutMs
      traceId
      createdAt
    }
  }
}` as TypedDocumentString<AgentAssignmentsSubscription, AgentAssignmentsSubscriptionVariables>;
export const SubmitTaskDocument = `mutation SubmitTask($input: SubmitTaskInput!) {
  submitTask(input: $input) {
    task {
      ...TaskSummary
    }
    replayed
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<SubmitTaskMutation, SubmitTaskMutationVariables>;
export const SubmitTasksDocument = `mutation SubmitTasks($input: SubmitTasksInput!) {
  submitTasks(input: $input) {
    results {
      task {
        ...TaskSummary
      }
      replayed
      error {
        code
        message
        retryable
        retryAfterMs
      }
    }
    accepted
    refused
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<SubmitTasksMutation, SubmitTasksMutationVariables>;
export const StartTaskDocument = `mutation StartTask($input: StartTaskInput!) {
  startTask(input: $input) {
    task {
      ...TaskSummary
    }
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<StartTaskMutation, StartTaskMutationVariables>;
export const CompleteTaskDocument = `mutation CompleteTask($input: CompleteTaskInput!) {
  completeTask(input: $input) {
    task {
      ...TaskSummary
      result
    }
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<CompleteTaskMutation, CompleteTaskMutationVariables>;
export const FailTaskDocument = `mutation FailTask($input: FailTaskInput!) {
  failTask(input: $input) {
    task {
      ...TaskSummary
    }
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<FailTaskMutation, FailTaskMutationVariables>;
export const ReportResultDocument = `mutation ReportResult($input: CompleteTaskInput!) {
  completeTask(input: $input) {
    cursor
  }
}` as TypedDocumentString<ReportResultMutation, ReportResultMutationVariables>;
export const ReportFailureDocument = `mutation ReportFailure($input: FailTaskInput!) {
  failTask(input: $input) {
    cursor
  }
}` as TypedDocumentString<ReportFailureMutation, ReportFailureMutationVariables>;
export const CancelTaskDocument = `mutation CancelTask($input: CancelTaskInput!) {
  cancelTask(input: $input) {
    task {
      ...TaskSummary
    }
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<CancelTaskMutation, CancelTaskMutationVariables>;
export const RetryTaskDocument = `mutation RetryTask($input: TaskInput!) {
  retryTask(input: $input) {
    task {
      ...TaskSummary
    }
    cursor
  }
}
fragment TaskSummary on Task {
  id
  pool
  type
  status
  priority
  attemptCount
  maxAttempts
  createdAt
  startedAt
  completedAt
  nextRetryAt
  assignmentLatencyMs
  idempotencyKey
  traceId
  wait {
    reason
    detail
    since
    queuePosition
    estimatedMs
  }
  progress {
    fraction
    note
    at
  }
  error {
    code
    message
    retryable
  }
  assignedAgent {
    id
    name
  }
}` as TypedDocumentString<RetryTaskMutation, RetryTaskMutationVariables>;