/* eslint-disable */
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
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
  __typename?: 'Agent';
  /** Its conversation window, its alone. Starts with `ctx_`; a fresh process gets a new one. */
  contextWindowId: Scalars['ID']['output'];
  /** The task it works on; null where it has none, and once the attempt is over. In an event, the task as it stood then. */
  currentTask?: Maybe<Task>;
  /** How it is. */
  health: AgentHealth;
  /** Starts with `agent_`; stays the same when a crashed process is replaced by a fresh one. */
  id: Scalars['ID']['output'];
  /** Whether it was found to share anything. */
  isolation: AgentIsolation;
  /** Where its code runs. */
  kind: AgentKind;
  /** Its memory, its alone. Starts with `mem_`; a fresh process gets a new one. */
  memoryHandleId: Scalars['ID']['output'];
  /** A name for people; need not be unique. */
  name: Scalars['String']['output'];
  /** What it did so far. */
  performance: AgentPerformance;
  /** Name of its pool. */
  pool: Scalars['String']['output'];
  /** When it joined the pool. */
  spawnedAt: Scalars['DateTime']['output'];
  /** What it is doing. */
  status: AgentStatus;
  /** Why it is DEGRADED or DRAINING, else null. */
  statusReason?: Maybe<Scalars['String']['output']>;
  /** The types it takes; empty for all of them. */
  taskTypes: Array<TaskType>;
  /** Its tool session, its alone. Starts with `tool_`; a fresh process gets a new one. */
  toolSessionId: Scalars['ID']['output'];
  /** The skills it was given or that were verified since, sorted. */
  verifiedSkills: Array<Scalars['String']['output']>;
};

/** Something that happened to an agent. */
export type AgentEvent = StreamItem & {
  __typename?: 'AgentEvent';
  /** The agent as it stood right after it; the same for whoever reads it and whenever. */
  agent: Agent;
  /** The place right behind this event: give it as `after` to go on from here. */
  cursor: Scalars['Cursor']['output'];
  /** Why, or which skill, or what was found, as the type has it; else null. */
  message?: Maybe<Scalars['String']['output']>;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  pool: Scalars['String']['output'];
  /** The task it is about, or that the agent has in hand; null where there is none. */
  taskId?: Maybe<Scalars['ID']['output']>;
  /** W3C trace id of the task whose event made this one; null where there is none. */
  traceId?: Maybe<Scalars['String']['output']>;
  /** What happened. */
  type: AgentEventType;
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
  __typename?: 'AgentHealth';
  /** Attempts in a row that failed with it; three make it DEGRADED, one success makes it 0. */
  consecutiveFailures: Scalars['Int']['output'];
  /** Share of one processor core, 0 to 1. */
  cpuUsage?: Maybe<Scalars['Float']['output']>;
  /** JavaScript heap in use, in bytes; null for programs that do not tell. */
  heapUsedBytes?: Maybe<Scalars['Float']['output']>;
  /** Its last sign of life; null before the first. */
  lastHeartbeatAt?: Maybe<Scalars['DateTime']['output']>;
  /** Memory in use over the memory it may use, 0 to 1. */
  memoryUsage?: Maybe<Scalars['Float']['output']>;
};

/** Which agent. */
export type AgentInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  agentId: Scalars['ID']['input'];
  /** By which a worker that is no operator shows that the agent is its own, to retire it; FORBIDDEN for another than the agent’s. */
  sessionToken?: InputMaybe<Scalars['String']['input']>;
};

/** What checks of isolation have found about an agent; `Pool.isolationReport` checks. */
export type AgentIsolation = {
  __typename?: 'AgentIsolation';
  /** What was found, and what cannot be found out. */
  notes: Array<Scalars['String']['output']>;
  /** Whether a check found that it shares something; stands until it has new ids. */
  sharedStateDetected: Scalars['Boolean']['output'];
};

/** What a check of isolation found about one agent. */
export type AgentIsolationDetail = {
  __typename?: 'AgentIsolationDetail';
  /** The agent. */
  agentId: Scalars['ID']['output'];
  /** Its context when it was checked. */
  contextWindowId: Scalars['ID']['output'];
  /** What was looked at and what was seen, and what could not be looked at. */
  evidence: Array<Scalars['String']['output']>;
  /** Whether there are no issues. */
  isolated: Scalars['Boolean']['output'];
  /** What it shares, and with whom; what was found earlier stands until it has new ids. */
  issues: Array<Scalars['String']['output']>;
  /** Its memory when it was checked. */
  memoryHandleId: Scalars['ID']['output'];
  /** Its tool session when it was checked. */
  toolSessionId: Scalars['ID']['output'];
};

/** Where the code of an agent runs. */
export type AgentKind =
  /** In a child process of its own, which the server starts, feeds, measures and ends. */
  | 'PROCESS'
  /** In a client of this API on any machine, which asks for work and reports on it. */
  | 'REMOTE';

/** An agent after a call that changed it. */
export type AgentPayload = {
  __typename?: 'AgentPayload';
  /** The agent, as this call left it. */
  agent: Agent;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
};

/** What an agent did so far. Cancelled and interrupted attempts do not count. */
export type AgentPerformance = {
  __typename?: 'AgentPerformance';
  /** Mean time of a completed task, start to end, in milliseconds; null before the first. */
  averageTaskTimeMs?: Maybe<Scalars['Float']['output']>;
  /** The same for each type that it had an end of. */
  byType: Array<TypePerformance>;
  /** How often it was given a task of another type than the one before. */
  contextSwitches: Scalars['Int']['output'];
  /** Tasks it completed. */
  tasksCompleted: Scalars['Int']['output'];
  /** Attempts that failed with it. */
  tasksFailed: Scalars['Int']['output'];
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
  __typename?: 'AgentStatusCount';
  /** Agents that have it. */
  count: Scalars['Int']['output'];
  /** The status. */
  status: AgentStatus;
};

/** A task for a REMOTE agent, and what it needs to speak for it. */
export type Assignment = {
  __typename?: 'Assignment';
  /** Number of the attempt. */
  attempt: Scalars['Int']['output'];
  /** Until when the attempt is this agent’s; every heartbeat that names the lease moves it on. */
  leaseExpiresAt: Scalars['DateTime']['output'];
  /** Goes with `startTask`, `completeTask`, `failTask` and each heartbeat while the work goes on. */
  leaseToken: Scalars['String']['output'];
  /** What to do; `payload` has the particulars. */
  task: Task;
  /** W3C trace context of the attempt, to go on with: a span of its own in the trace of the submission; null where that came with none. */
  traceparent?: Maybe<Scalars['String']['output']>;
};

/** One try of one agent at a task. */
export type Attempt = {
  __typename?: 'Attempt';
  /** Who had it; the agent may have left the pool since. */
  agentId: Scalars['ID']['output'];
  /** When the agent was given the task. */
  assignedAt: Scalars['DateTime']['output'];
  /** When it was over; null while it runs. */
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What went wrong; null while it runs and where nothing did. */
  error?: Maybe<TaskError>;
  /** Counts from 1 over the whole life of the task, replays included. */
  number: Scalars['Int']['output'];
  /** How it ended; null while it runs. */
  outcome?: Maybe<AttemptOutcome>;
  /** Why this agent. */
  routing: RoutingDecision;
  /** When the agent began, by its own word; null before. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A sign of life for one attempt. */
export type AttemptBeat = {
  /** The lease token of the attempt; one that is over comes back in `cancel`. */
  leaseToken: Scalars['String']['input'];
  /** What it is at, for people; at most 2,000 characters by default. */
  note?: InputMaybe<Scalars['String']['input']>;
  /** How far it is, from 0 to 1; left out, nothing is said of it. */
  progress?: InputMaybe<Scalars['Float']['input']>;
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
  __typename?: 'BackedUpPool';
  /** The last place that the backup has of its log. */
  cursor: Scalars['Cursor']['output'];
  /** Name of the pool. */
  name: Scalars['String']['output'];
};

/** Who asks, and what he may do. */
export type CallerInfo = {
  __typename?: 'CallerInfo';
  /** When the credential ends; null where it does not. */
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  /** Name of the key, or of the bearer of the token; null where authentication is off. */
  name?: Maybe<Scalars['String']['output']>;
  /** The pools that he may see and touch; null for all. */
  pools?: Maybe<Array<Scalars['String']['output']>>;
  /** Of viewer, submitter, worker, operator and admin; all of them where authentication is off. */
  roles: Array<Scalars['String']['output']>;
};

/** Which task to call off, and why. */
export type CancelTaskInput = {
  /** Why, for people; at most 2,000 characters by default. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** Id of a task that is retained; else NOT_FOUND. */
  taskId: Scalars['ID']['input'];
};

/** Which attempt has succeeded, and with what. */
export type CompleteTaskInput = {
  /** Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, STALE_ATTEMPT, and nothing is changed. */
  leaseToken?: InputMaybe<Scalars['String']['input']>;
  /** What came of it; at most 256 KiB as JSON by default (PAYLOAD_TOO_LARGE), nested 64 deep. */
  result?: InputMaybe<Scalars['JSON']['input']>;
  /** Id of a task that is retained; else NOT_FOUND. */
  taskId: Scalars['ID']['input'];
};

/** What to call a backup. */
export type CreateBackupInput = {
  /** Name of its folder, which must be new: 1 to 100 letters, digits, `-` and `_`. Left out: the time, as 2026-01-31T23-59-59-123Z. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** A backup that is complete. */
export type CreateBackupPayload = {
  __typename?: 'CreateBackupPayload';
  /** When it was completed. */
  createdAt: Scalars['DateTime']['output'];
  /** Its folder, on the machine of the server. */
  path: Scalars['String']['output'];
  /** What it has. */
  pools: Array<BackedUpPool>;
};

/** Something that lessened a pool or restored it. */
export type DegradationEvent = StreamItem & {
  __typename?: 'DegradationEvent';
  /** The types that the dependency gates, or those that wait while the pool is degraded; empty for an agent. */
  affectedTypes: Array<TaskType>;
  /** The agent as it stood right after it; null where it is not about one. */
  agent?: Maybe<Agent>;
  /** The place right behind this event: give it as `after` to go on from here. */
  cursor: Scalars['Cursor']['output'];
  /** The dependency as it stood right after it; null where it is not about one. */
  dependency?: Maybe<Dependency>;
  /** How the pool as a whole is right after it. */
  health: PoolHealth;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  pool: Scalars['String']['output'];
  /** Why, for people. */
  reason: Scalars['String']['output'];
  /** What happened. */
  type: DegradationEventType;
  /** Tasks that waited when it happened: for the dependency, for any dependency (the pool), or for an agent. */
  waitingTasks: Scalars['Int']['output'];
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
  __typename?: 'Dependency';
  /** The types that wait while it is down. */
  gatedTypes: Array<TaskType>;
  /** When it was probed last; null where it has no probe, before its first check, and in an event. */
  lastCheckedAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the last check found wrong, else why it is down; null where nothing is. */
  lastError?: Maybe<Scalars['String']['output']>;
  /** As configured, such as `discovery`. */
  name: Scalars['String']['output'];
  /** When it is probed next; null where it has no probe, while a check runs first, and in an event. */
  nextCheckAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether its status was set by hand, which goes before what its probe finds. */
  overridden: Scalars['Boolean']['output'];
  /** Since when it has this status. */
  since: Scalars['DateTime']['output'];
  /** Whether it can be used. */
  status: DependencyStatus;
  /** Tasks of those types that wait for it; 0 while it is up. In an event, those that waited at the change. */
  waitingTasks: Scalars['Int']['output'];
};

/** A dependency after its status was set. */
export type DependencyPayload = {
  __typename?: 'DependencyPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** The dependency, as this call left it. */
  dependency: Dependency;
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
  agentId?: InputMaybe<Scalars['ID']['input']>;
  /** About any of these. An empty list lets nothing through; at most 1,000. */
  kinds?: InputMaybe<Array<PoolEventKind>>;
  /** With any of these names, as in `PoolEvent.name`. An empty list lets nothing through; at most 1,000. */
  names?: InputMaybe<Array<Scalars['String']['input']>>;
  /** About this task, or about what an agent does with it. */
  taskId?: InputMaybe<Scalars['ID']['input']>;
};

/** Which agent failed, and why. */
export type FailAgentInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  agentId: Scalars['ID']['input'];
  /** What happened, for people; at most 2,000 characters by default. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** What the failure of an agent led to. */
export type FailAgentPayload = {
  __typename?: 'FailAgentPayload';
  /** The agent, DEGRADED now. */
  agent: Agent;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** Whether its task went to another agent at once. */
  reassigned: Scalars['Boolean']['output'];
  /** The task it had in hand, as it stands after all this; null where it had none. */
  task?: Maybe<Task>;
  /** Whether that was the last attempt of the task, which is FAILED now. */
  taskFailedPermanently: Scalars['Boolean']['output'];
};

/** Which attempt has failed, and how. */
export type FailTaskInput = {
  /** A word for programs, 1 to 64 characters. */
  code?: Scalars['String']['input'];
  /** Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, STALE_ATTEMPT, and nothing is changed. */
  leaseToken?: InputMaybe<Scalars['String']['input']>;
  /** A sentence for people, at most 2,000 characters by default. */
  message: Scalars['String']['input'];
  /** The next attempt waits at least this long (BACKOFF): 0 to 86,400,000 ms, which is a day. */
  retryAfterMs?: InputMaybe<Scalars['Int']['input']>;
  /** Whether another attempt may go better; if not, the task is FAILED at once. */
  retryable?: Scalars['Boolean']['input'];
  /** Id of a task that is retained; else NOT_FOUND. */
  taskId: Scalars['ID']['input'];
};

/** A sign of life of a REMOTE agent. */
export type HeartbeatInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  agentId: Scalars['ID']['input'];
  /** The attempts that its code still works on, at most 64; what it does not name counts as stopped. */
  attempts?: Array<AttemptBeat>;
  /** Share of a processor core it uses, 0 to 1; left out where it was not measured. */
  cpuUsage?: InputMaybe<Scalars['Float']['input']>;
  /** Memory it uses of what it may, 0 to 1; left out where it was not measured. */
  memoryUsage?: InputMaybe<Scalars['Float']['input']>;
  /** What `spawnAgent` gave; another one is FORBIDDEN. */
  sessionToken: Scalars['String']['input'];
};

/** What the server has to say to a REMOTE agent that gave a sign of life. */
export type HeartbeatPayload = {
  __typename?: 'HeartbeatPayload';
  /** The leases named in the call that are over: stop that work, its result is no longer wanted. */
  cancel: Array<Scalars['String']['output']>;
  /** Whether to finish what is in hand and leave: the agent is being retired. */
  drain: Scalars['Boolean']['output'];
  /** The next one is due within this, in milliseconds; a third of it is a good pace. */
  leaseMs: Scalars['Float']['output'];
};

/** Which pool, and how large it is to be. */
export type InitializePoolInput = {
  /** Kind of the agents to add; left out, the one the server is configured for. */
  kind?: InputMaybe<AgentKind>;
  /** Name of the pool, which is made where there is none: 1 to 64 lower-case letters, digits, `-` and `_`. */
  pool?: Scalars['String']['input'];
  /** Agents it is to have at least, 0 or more; more than the pool may have is POOL_FULL. */
  size?: Scalars['Int']['input'];
};

/** A pool that is running, and who joined it. */
export type InitializePoolPayload = {
  __typename?: 'InitializePoolPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** The pool, as it is now. */
  pool: Pool;
  /** The agents that this call added; none where the pool had enough. */
  spawned: Array<Agent>;
};

/** The outcome of one check of all agents of a pool. */
export type IsolationReport = {
  __typename?: 'IsolationReport';
  /** Agents with issues. */
  breachesDetected: Scalars['Int']['output'];
  /** Each agent that was checked. */
  details: Array<AgentIsolationDetail>;
  /** When the check was done. */
  timestamp: Scalars['DateTime']['output'];
  /** Agents that were checked. */
  totalAgents: Scalars['Int']['output'];
};

/** Bounds that this server works with. */
export type Limits = {
  __typename?: 'Limits';
  /** What is promised from submission to assignment while an agent is idle, in milliseconds; `PoolMetrics` has what was measured. */
  assignmentLatencyTargetMs: Scalars['Int']['output'];
  /** Agents that the default pool starts with. */
  defaultPoolSize: Scalars['Int']['output'];
  /** Attempts that a task gets where its submission names no other number, which may be 1 to 10 by default. */
  maxAttempts: Scalars['Int']['output'];
  /** Size that a payload may have as JSON, in bytes, and by default a result too; more is PAYLOAD_TOO_LARGE. */
  maxPayloadBytes: Scalars['Int']['output'];
  /** Agents that a pool may have; one more is POOL_FULL. */
  maxPoolSize: Scalars['Int']['output'];
  /** Tasks of a pool that may wait; one more is QUEUE_FULL. */
  maxQueueLength: Scalars['Int']['output'];
};

/** One second of a pool: figures at its end, and what happened in it. */
export type MetricsPoint = {
  __typename?: 'MetricsPoint';
  /** Agents in the pool. */
  agents: Scalars['Int']['output'];
  /** 95th percentile of submission to first assignment, in milliseconds; null where nothing was assigned. */
  assignmentP95Ms?: Maybe<Scalars['Float']['output']>;
  /** When the second began. */
  at: Scalars['DateTime']['output'];
  /** Agents with something in hand. */
  busyAgents: Scalars['Int']['output'];
  /** Tasks that were completed. */
  completed: Scalars['Int']['output'];
  /** Tasks that failed for good. */
  failed: Scalars['Int']['output'];
  /** Tasks that waited. */
  queueLength: Scalars['Int']['output'];
  /** Submissions that were refused. */
  refused: Scalars['Int']['output'];
};

/** What can be done. Each takes one `input` and answers when what it did would survive a crash; a refusal changes nothing and has its reason in `extensions.code`, one of `ErrorCode`. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Calls a task off, whether it waits or runs; its agent is free once its code has really stopped. NOT_FOUND; INVALID_STATE for one that is settled; BAD_USER_INPUT. */
  cancelTask: TaskPayload;
  /** Ends the attempt, and the task with it, with a result. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running, PAYLOAD_TOO_LARGE. */
  completeTask: TaskPayload;
  /** Copies the logs of all pools into a new folder in `backups` of the data directory, while everything goes on. When it answers, the backup is on the disk, was read back, and has everything that was acknowledged before the call. INVALID_STATE where logs are kept in memory only, the name is taken, or another backup is being made; LOG_DAMAGED. */
  createBackup: CreateBackupPayload;
  /** Reports that an agent crashed: it becomes DEGRADED and its task goes on with another agent while attempts are left. One that is DEGRADED already stays as it is. NOT_FOUND, BAD_USER_INPUT. */
  failAgent: FailAgentPayload;
  /** Ends the attempt as failed. While attempts are left and it is retryable, the task goes on with another agent; else it is FAILED. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running, BAD_USER_INPUT. */
  failTask: TaskPayload;
  /** A REMOTE agent is alive, and works on the attempts that it names: their leases are renewed, their progress is told, and one that had not begun counts as begun. It restores a DEGRADED agent. NOT_FOUND, FORBIDDEN for another session token, INVALID_STATE for an agent that is not REMOTE, BAD_USER_INPUT. */
  heartbeat: HeartbeatPayload;
  /** Makes the pool where there is none, starts it where it does not run, and adds agents until it has `size`. Again, it only tops up. POOL_FULL for more agents than a pool may have, or more pools than a server may; INVALID_STATE while it drains. */
  initializePool: InitializePoolPayload;
  /** Assigns nothing more until `resumePool`; submissions are queued and attempts go on. A paused pool stays as it is. NOT_FOUND, POOL_NOT_RUNNING. */
  pausePool: PoolPayload;
  /** Takes a DEGRADED agent back into service by hand, a PROCESS one with a fresh process and new ids. NOT_FOUND; INVALID_STATE for one that is not DEGRADED. */
  restoreAgent: AgentPayload;
  /** Ends a pause: what waits is assigned in order. A running pool stays as it is. NOT_FOUND, POOL_NOT_RUNNING. */
  resumePool: PoolPayload;
  /** Gives an agent nothing more and removes it when it has finished what it has in hand. A worker that is no operator shows by its session token that the agent is its own. NOT_FOUND, FORBIDDEN. */
  retireAgent: AgentPayload;
  /** Takes a FAILED or CANCELLED task up again, at the end of the queue and with fresh attempts; what was tried before stays on record. NOT_FOUND, INVALID_STATE for any other, QUEUE_FULL with `limit` and `retryAfterMs`, POOL_NOT_RUNNING. */
  retryTask: TaskPayload;
  /** Holds a dependency for up or down by hand, or gives it back to its probe, which then checks at once. NOT_FOUND for an unknown pool or dependency. */
  setDependencyStatus: DependencyPayload;
  /** Ends a pool: nothing new is taken, all agents leave, and it answers when the pool has STOPPED. The pool and its log stay, `initializePool` starts it again. NOT_FOUND for an unknown pool, POOL_NOT_RUNNING for one that has stopped already, SHUTTING_DOWN where the server ends first. The shutdown goes on even if you do not wait for the answer. */
  shutdownPool: ShutdownPoolPayload;
  /** Adds one agent to a pool. A REMOTE one is IDLE at once; until its first sign of life, which `connected` says that this is, it is driven by hand and its attempts have no lease. NOT_FOUND, POOL_FULL with `limit`, POOL_NOT_RUNNING, BAD_USER_INPUT. */
  spawnAgent: SpawnAgentPayload;
  /** Says that the attempt has begun: its agent is EXECUTING. Again, it changes nothing. NOT_FOUND, STALE_ATTEMPT, INVALID_STATE where no attempt is running. */
  startTask: TaskPayload;
  /** Accepts a task and answers when it would survive a crash: an idle agent that is able gets it at once, else it waits and says why. NOT_FOUND, QUEUE_FULL with `limit` and `retryAfterMs`, POOL_NOT_RUNNING, IDEMPOTENCY_CONFLICT, PAYLOAD_TOO_LARGE, BAD_USER_INPUT. */
  submitTask: SubmitTaskPayload;
  /** Submits up to 100 tasks, in order and at the price of one write. A refusal, bad input too, is told with its item and leaves the others alone. BAD_USER_INPUT for more than 100. */
  submitTasks: SubmitTasksPayload;
  /** Puts on record that an agent has a skill; tasks that wait for it may go to it at once. NOT_FOUND, BAD_USER_INPUT. */
  verifyAgentSkill: AgentPayload;
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
  __typename?: 'PageInfo';
  /** Place of the last item; null on an empty page. */
  endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether more follows; ask for it with `after: endCursor`. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Whether this page was asked for with `after`, so that something went before it. */
  hasPreviousPage: Scalars['Boolean']['output'];
  /** Place of the first item; null on an empty page. */
  startCursor?: Maybe<Scalars['String']['output']>;
};

/** How long something took, over the newest 1,024 measurements, by nearest rank. */
export type Percentiles = {
  __typename?: 'Percentiles';
  /** The longest, in milliseconds. */
  maxMs: Scalars['Float']['output'];
  /** Half of them took at most this, in milliseconds. */
  p50Ms: Scalars['Float']['output'];
  /** 95 of 100 took at most this, in milliseconds. */
  p95Ms: Scalars['Float']['output'];
  /** 99 of 100 took at most this, in milliseconds. */
  p99Ms: Scalars['Float']['output'];
};

/** A bounded set of agents, the queue before them, and the log of all that happens there. */
export type Pool = {
  __typename?: 'Pool';
  /** The agent of that id; null where this pool has none. */
  agent?: Maybe<Agent>;
  /** All its agents, in the order in which they joined. */
  agents: Array<Agent>;
  /** When it was made. */
  createdAt: Scalars['DateTime']['output'];
  /** Where its log stands at this read: subscribe with it as `after` and nothing is missed or seen twice. */
  cursor: Scalars['Cursor']['output'];
  /** What its tasks rely on, as configured. */
  dependencies: Array<Dependency>;
  /** The oldest place that `after` still takes. */
  earliestCursor: Scalars['Cursor']['output'];
  /** Whether everything that it relies on is well. */
  health: PoolHealth;
  /** Checks the isolation of its agents now, which may take 2 seconds where one does not answer. A breach that is new is an event, counts in the metrics and lowers the health score. */
  isolationReport: IsolationReport;
  /** Agents it may have; one more is POOL_FULL. */
  maxSize: Scalars['Int']['output'];
  /** Its figures now. */
  metrics: PoolMetrics;
  /** Its figures second by second, oldest first, for 15 minutes back at most; kept by the server since it started. */
  metricsHistory: Array<MetricsPoint>;
  /** Lower-case letters, digits, `-` and `_`; up to 64 characters. */
  name: Scalars['String']['output'];
  /** Tasks that may wait; one more is QUEUE_FULL. */
  queueCapacity: Scalars['Int']['output'];
  /** Tasks that wait. */
  queueLength: Scalars['Int']['output'];
  /** Why it can only be read, as commands are told: LOG_DAMAGED, or STORAGE_FULL until there is space; null while it carries them out. */
  readOnly?: Maybe<ErrorCode>;
  /** Agents it has, whatever they do. */
  size: Scalars['Int']['output'];
  /** What it does with work; STOPPED also before it is first initialized. */
  status: PoolStatus;
  /** Its tasks, page by page: all that are not settled, and those settled that are still retained. BAD_USER_INPUT for a `first` or `after` that cannot be, or a filter out of bounds. */
  tasks: TaskConnection;
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
export type PoolTasksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<TaskFilter>;
  first?: Scalars['Int']['input'];
  orderBy?: TaskOrder;
};

/** Anything that happened in a pool. Of `task`, `agent` and `dependency` the one that `kind` names is set, none for POOL. */
export type PoolEvent = StreamItem & {
  __typename?: 'PoolEvent';
  /** The agent as it stood right after it; set for AGENT. */
  agent?: Maybe<Agent>;
  /** The place right behind this event: give it as `after` to go on from here. */
  cursor: Scalars['Cursor']['output'];
  /** The dependency as it stood right after it; set for DEPENDENCY. */
  dependency?: Maybe<Dependency>;
  /** What it is about. */
  kind: PoolEventKind;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  missedBefore: Scalars['Int']['output'];
  /** What happened: a TaskEventType, an AgentEventType, DEPENDENCY_DOWN or DEPENDENCY_UP; for POOL one of INITIALIZED, PAUSED, RESUMED, DRAINING, STOPPED, DEGRADED, RECOVERED. */
  name: Scalars['String']['output'];
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  pool: Scalars['String']['output'];
  /** One line for people; payloads and results are never in it. */
  summary: Scalars['String']['output'];
  /** The task as it stood right after it; set for TASK. */
  task?: Maybe<Task>;
  /** W3C trace id of the task whose event it is or came from; null where there is none. */
  traceId?: Maybe<Scalars['String']['output']>;
};

/** A page of events, oldest first. */
export type PoolEventConnection = {
  __typename?: 'PoolEventConnection';
  /** How far this page has read: the next one, or a subscription, goes on from here. */
  endCursor: Scalars['Cursor']['output'];
  /** Whether the log goes on behind it, as far as known: a page may then be short or even empty. */
  hasNextPage: Scalars['Boolean']['output'];
  /** The events. */
  nodes: Array<PoolEvent>;
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
  pool?: Scalars['String']['input'];
};

/** Figures of a pool at one moment. Totals run over its whole life, restarts of the server included. */
export type PoolMetrics = {
  __typename?: 'PoolMetrics';
  /** Agents in the pool, whatever they do. */
  agents: Scalars['Int']['output'];
  /** Agents by what they do; each status once. */
  agentsByStatus: Array<AgentStatusCount>;
  /** Submission to first assignment; null before the first. */
  assignmentLatency?: Maybe<Percentiles>;
  /** When they were taken. */
  at: Scalars['DateTime']['output'];
  /** Mean time from submission to first assignment, in milliseconds; null before the first. */
  avgAssignmentLatencyMs?: Maybe<Scalars['Float']['output']>;
  /** Mean time of a successful attempt, start to end, in milliseconds; null before the first. */
  avgTaskDurationMs?: Maybe<Scalars['Float']['output']>;
  /** Figures by task type; each type once. */
  byType: Array<TypeMetrics>;
  /** From 0 to 1: the share of agents that are not DEGRADED, times the share of dependencies that are up, times the share of the last 100 attempts that succeeded (cancelled and interrupted ones left out); halved while an isolation breach stands. A share of nothing is 1. */
  healthScore: Scalars['Float']['output'];
  /** Breaches of isolation ever found. */
  isolationBreaches: Scalars['Int']['output'];
  /** How long the oldest task that waits has been waiting, in milliseconds; null where none waits. */
  oldestPendingMs?: Maybe<Scalars['Float']['output']>;
  /** Tasks that may wait before a submission is refused with QUEUE_FULL. */
  queueCapacity: Scalars['Int']['output'];
  /** Tasks that wait now. */
  queueLength: Scalars['Int']['output'];
  /** Submissions that the pool refused, for any reason but bad input. */
  submissionsRefused: Scalars['Int']['output'];
  /** Successful attempts, start to end; null before the first. */
  taskDuration?: Maybe<Percentiles>;
  /** Tasks that are CANCELLED, those no longer kept included. */
  tasksCancelled: Scalars['Int']['output'];
  /** Tasks that are COMPLETED, those no longer kept included. */
  tasksCompleted: Scalars['Int']['output'];
  /** Tasks that are FAILED, those no longer kept included. */
  tasksFailed: Scalars['Int']['output'];
  /** Tasks that run now. */
  tasksInProgress: Scalars['Int']['output'];
  /** Tasks that wait now. */
  tasksPending: Scalars['Int']['output'];
  /** Tasks ever accepted: the sum of the next five. */
  tasksTotal: Scalars['Int']['output'];
  /** Tasks completed per second over the last minute, or since the start where that is less. */
  throughputPerSecond: Scalars['Float']['output'];
  /** Agents with something in hand over all agents, 0 to 1; 0 where there are none. */
  utilization: Scalars['Float']['output'];
};

/** A pool after a call that changed it. */
export type PoolPayload = {
  __typename?: 'PoolPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** The pool, as it is now. */
  pool: Pool;
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
  __typename?: 'Query';
  /** The agent of that id, in whichever pool; null where there is none. */
  agent?: Maybe<Agent>;
  /** Who asks, and what he may do. */
  caller: CallerInfo;
  /** Events of a pool, oldest first: the same that its subscriptions give. It answers at once, also at the end of the log, and looks through 10,000 records at most. NOT_FOUND for an unknown pool, CURSOR_EXPIRED for a place that the log does not reach, BAD_USER_INPUT for what is no cursor and for a `first` that cannot be. */
  events: PoolEventConnection;
  /** The pool of that name; null where there is none. */
  pool?: Maybe<Pool>;
  /** All pools of this server, at most 64. */
  pools: Array<Pool>;
  /** What server this is, and its bounds. */
  serverInfo: ServerInfo;
  /** The task of that id, in whichever pool; null where none is retained. */
  task?: Maybe<Task>;
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
  __typename?: 'RoutingCandidate';
  /** The agent; it may have left the pool since. */
  agentId: Scalars['ID']['output'];
  /** Its mean time for one of them, in milliseconds; null where it had completed none. */
  averageTaskTimeMs?: Maybe<Scalars['Float']['output']>;
  /** Whether it got the task. */
  chosen: Scalars['Boolean']['output'];
  /** Tasks of this type that it had completed by then. */
  completedOfType: Scalars['Int']['output'];
  /** Why it could not take the task; null for the chosen one and for those that only compared worse. */
  refusedBecause?: Maybe<Scalars['String']['output']>;
};

/** Why an attempt went to its agent: the rule that decided and everyone who was compared. */
export type RoutingDecision = {
  __typename?: 'RoutingDecision';
  /** The agents of the pool at that moment; 16 at most, the chosen one among them. */
  candidates: Array<RoutingCandidate>;
  /** Agents that had failed this task by then. */
  excludedAgentIds: Array<Scalars['ID']['output']>;
  /** Whether those could take it all the same, because there was no other after the backoff. */
  exclusionLifted: Scalars['Boolean']['output'];
  /** The rule that decided. */
  strategy: RoutingStrategy;
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
  __typename?: 'ServerInfo';
  /** What an answered write survives: `fsync` a power cut, `os` a crash of the server, `memory` nothing. */
  durability: Scalars['String']['output'];
  /** Where the log is kept: `sqlite`, or `memory`, which ends with the server. */
  journal: Scalars['String']['output'];
  /** Its bounds. */
  limits: Limits;
  /** Version of Node.js that it runs on. */
  node: Scalars['String']['output'];
  /** When it started. */
  startedAt: Scalars['DateTime']['output'];
  /** Version of Coordination Pool. */
  version: Scalars['String']['output'];
};

/** Which dependency, and what to hold it for. */
export type SetDependencyStatusInput = {
  /** Name of a configured dependency; else NOT_FOUND. */
  name: Scalars['String']['input'];
  /** Name of a pool that exists; else NOT_FOUND. */
  pool?: Scalars['String']['input'];
  /** Up or down by hand, or back to its probe. */
  status: DependencySetting;
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
  mode?: ShutdownMode;
  /** Name of a pool that exists; else NOT_FOUND. */
  pool?: Scalars['String']['input'];
  /** How long attempts may go on with DRAIN before they are interrupted, 0 to 3,600,000 ms. */
  timeoutMs?: Scalars['Int']['input'];
};

/** What a shutdown led to. */
export type ShutdownPoolPayload = {
  __typename?: 'ShutdownPoolPayload';
  /** The tasks that it cancelled; with DRAIN none. */
  cancelled: Array<Task>;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** Whether no attempt was cut short: with DRAIN, that all that ran ended by themselves in time; with NOW, that nothing ran. */
  drained: Scalars['Boolean']['output'];
  /** Tasks that wait for the next `initializePool`, those that were interrupted among them. */
  keptPending: Scalars['Int']['output'];
  /** The pool, as it is now: STOPPED and without agents, unless it was initialized again meanwhile. */
  pool: Pool;
};

/** What agent is to join which pool. */
export type SpawnAgentInput = {
  /** Whether its worker is there already, so that spawning it is its first sign of life: its attempts have leases from the start, and where its worker never comes it is DEGRADED after one. For a REMOTE agent; else BAD_USER_INPUT. */
  connected?: Scalars['Boolean']['input'];
  /** Where its code runs; left out, as the server is configured. */
  kind?: InputMaybe<AgentKind>;
  /** A name for people, 1 to 100 characters by default; left out, the server numbers it. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Name of a pool that exists; else NOT_FOUND. */
  pool?: Scalars['String']['input'];
  /** Skills it has from the start: by default at most 64, each of 1 to 64 characters. */
  skills?: Array<Scalars['String']['input']>;
  /** The types it takes; empty for all of them. */
  taskTypes?: Array<TaskType>;
};

/** An agent that has joined, and what it needs to know. */
export type SpawnAgentPayload = {
  __typename?: 'SpawnAgentPayload';
  /** The agent; it may have been given a task already. */
  agent: Agent;
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** How often it should give a sign of life, in milliseconds: a third of the lease. */
  heartbeatMs: Scalars['Float']['output'];
  /** How long a REMOTE agent may be silent before its attempt goes to another, in milliseconds. */
  leaseMs: Scalars['Float']['output'];
  /** What a REMOTE agent proves itself with, in `heartbeat` and `agentAssignments`. Told this once and kept by nobody but you; null for others. */
  sessionToken?: Maybe<Scalars['String']['output']>;
};

/** Which attempt has begun. */
export type StartTaskInput = {
  /** Left out, it is an operator who speaks. With it, only the attempt that holds this lease may: where that is over, STALE_ATTEMPT, and nothing is changed. */
  leaseToken?: InputMaybe<Scalars['String']['input']>;
  /** Id of a task that is retained; else NOT_FOUND. */
  taskId: Scalars['ID']['input'];
};

/** What all events have in common. */
export type StreamItem = {
  /** The place right behind this event: give it as `after` to go on from here. */
  cursor: Scalars['Cursor']['output'];
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
};

/** Why one of several submissions was refused. */
export type SubmitTaskError = {
  __typename?: 'SubmitTaskError';
  /** As `extensions.code` of a call of its own would be. */
  code: ErrorCode;
  /** For people; names the field at fault. */
  message: Scalars['String']['output'];
  /** When that may be, in milliseconds from now; null where nothing can be said. */
  retryAfterMs?: Maybe<Scalars['Float']['output']>;
  /** Whether the same submission may be accepted later. */
  retryable: Scalars['Boolean']['output'];
};

/** A piece of work to be done. */
export type SubmitTaskInput = {
  /** 1 to 256 characters by default. The same key again gives the same task, not a second one; with anything else changed it is IDEMPOTENCY_CONFLICT. Kept while the task is, and for a day at least. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** Attempts until it is FAILED, 1 to 10 by default. */
  maxAttempts?: Scalars['Int']['input'];
  /** What the agent is to know; left out, `{}`. At most 256 KiB as JSON by default (PAYLOAD_TOO_LARGE), nested 64 deep. */
  payload?: InputMaybe<Scalars['JSONObject']['input']>;
  /** Name of a pool that exists; else NOT_FOUND. */
  pool?: Scalars['String']['input'];
  /** An agent of the pool that gets it if it is idle and able; unknown, NOT_FOUND. */
  preferredAgentId?: InputMaybe<Scalars['ID']['input']>;
  /** From 0 to 9: higher goes first, and first come, first served within one. */
  priority?: Scalars['Int']['input'];
  /** Skills that an agent must have to take it: by default at most 64, each of 1 to 64 characters. */
  requiredSkills?: Array<Scalars['String']['input']>;
  /** Longest time one attempt may take, at least 50 ms by default; left out, no bound. Waiting never counts. */
  timeoutMs?: InputMaybe<Scalars['Int']['input']>;
  /** The kind of work. */
  type?: TaskType;
};

/** A task that was accepted. */
export type SubmitTaskPayload = {
  __typename?: 'SubmitTaskPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** Whether the idempotency key was known, so that this is the task of the first call. */
  replayed: Scalars['Boolean']['output'];
  /** The task: IN_PROGRESS where an idle agent took it at once, else PENDING. */
  task: Task;
};

/** What became of one of several submissions: `task` or `error` is set. */
export type SubmitTaskResult = {
  __typename?: 'SubmitTaskResult';
  /** Why it was refused; null where it was accepted. */
  error?: Maybe<SubmitTaskError>;
  /** Whether the idempotency key was known, so that this is the task of the first call. */
  replayed: Scalars['Boolean']['output'];
  /** The task; null where it was refused. */
  task?: Maybe<Task>;
};

/** Several pieces of work at once. */
export type SubmitTasksInput = {
  /** At most 100. Each is accepted or refused on its own, in this order. */
  tasks: Array<SubmitTaskInput>;
};

/** What became of several submissions. */
export type SubmitTasksPayload = {
  __typename?: 'SubmitTasksPayload';
  /** How many were accepted, replays of known keys included. */
  accepted: Scalars['Int']['output'];
  /** The place right behind what this call did: a subscription after it sees only what came later. Of the pool that the first submission names, which is the only one unless you name several. */
  cursor: Scalars['Cursor']['output'];
  /** How many were refused. */
  refused: Scalars['Int']['output'];
  /** One for each submission, in the same order. */
  results: Array<SubmitTaskResult>;
};

/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type Subscription = {
  __typename?: 'Subscription';
  /** Work for a REMOTE agent: what it has in hand comes first, then each assignment as it is made. Subscribing is a sign of life; from then on its attempts have leases, which `heartbeat` renews. Ends when the agent has left the pool. NOT_FOUND, FORBIDDEN for another session token, INVALID_STATE for an agent that is not REMOTE. */
  agentAssignments: Assignment;
  /** What happens to agents: each event once and in order. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  agentLifecycle: AgentEvent;
  /** What lessens the pool and what restores it: dependencies, agents, and the pool as a whole right after the event that made it so. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  degradation: DegradationEvent;
  /** All that happens in a pool, in one stream. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  poolEvents: PoolEvent;
  /** A gauge: the figures of a pool at once, then again every `intervalMs`, changed or not, for some depend on the time. A slow reader misses old figures, never the newest. NOT_FOUND, BAD_USER_INPUT. */
  poolMetrics: PoolMetrics;
  /** What happens to tasks: each event once and in order. NOT_FOUND, CURSOR_EXPIRED, BAD_USER_INPUT. */
  taskLifecycle: TaskEvent;
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionAgentAssignmentsArgs = {
  agentId: Scalars['ID']['input'];
  sessionToken: Scalars['String']['input'];
};


/** What happens, as it happens. All but the gauge and the assignments follow the log of one pool, each event once and in order, and go on from any `cursor`. */
export type SubscriptionAgentLifecycleArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  agentIds?: InputMaybe<Array<Scalars['ID']['input']>>;
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
  __typename?: 'Task';
  /** The agent that has it in hand, or that had it last once it is settled; null while it waits, and when that agent has left. In an event, the agent as it stood then. */
  assignedAgent?: Maybe<Agent>;
  /** Submission to first assignment in milliseconds, measured by the engine; null until it is assigned. */
  assignmentLatencyMs?: Maybe<Scalars['Float']['output']>;
  /** Attempts begun since it was submitted or replayed, without those that were interrupted; never above `maxAttempts`. */
  attemptCount: Scalars['Int']['output'];
  /** Everything that was tried, oldest first, replays included. */
  attempts: Array<Attempt>;
  /** When it was COMPLETED, FAILED or CANCELLED; null before. */
  completedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When it was submitted. */
  createdAt: Scalars['DateTime']['output'];
  /** Why it is FAILED, else null; what went wrong on the way is with the attempts. */
  error?: Maybe<TaskError>;
  /** Agents that failed it since it was submitted or replayed; others go first. */
  failedAgentIds: Array<Scalars['ID']['output']>;
  /** What happened to it, oldest first, up to now or up to the event that shows it. Of hundreds of progress reports the older ones are let go. BAD_USER_INPUT for a `first` that cannot be. */
  history: Array<TaskEvent>;
  /** Starts with `task_`; ids sort by submission. */
  id: Scalars['ID']['output'];
  /** The key that it was submitted with; null where there was none. */
  idempotencyKey?: Maybe<Scalars['String']['output']>;
  /** Attempts it gets before it is FAILED; a replay gets as many again. */
  maxAttempts: Scalars['Int']['output'];
  /** End of the backoff that it waits out; null while it waits out none. */
  nextRetryAt?: Maybe<Scalars['DateTime']['output']>;
  /** What the agent is given, as it was submitted. */
  payload: Scalars['JSONObject']['output'];
  /** Name of the pool it was submitted to. */
  pool: Scalars['String']['output'];
  /** The agent that gets it if it is idle and able; null where the caller named none. */
  preferredAgentId?: Maybe<Scalars['ID']['output']>;
  /** From 0 to 9: higher goes first, and first come, first served within one. */
  priority: Scalars['Int']['output'];
  /** What the agent of the last attempt told last; null where it told nothing. */
  progress?: Maybe<TaskProgress>;
  /** Skills an agent must have to take it; sorted, each once. */
  requiredSkills: Array<Scalars['String']['output']>;
  /** What it was completed with; null before, and where that was nothing. */
  result?: Maybe<Scalars['JSON']['output']>;
  /** When an agent first began with it since it was submitted or replayed; null before. */
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Where it stands. */
  status: TaskStatus;
  /** Longest time one attempt may take, in milliseconds from its assignment; null for no bound. */
  timeoutMs?: Maybe<Scalars['Float']['output']>;
  /** W3C trace id of its submission; its events, log lines and assignments carry the same. */
  traceId?: Maybe<Scalars['String']['output']>;
  /** The kind of work, which decides who may take it and what gates it. */
  type: TaskType;
  /** Why it waits; null unless it is PENDING. In an event, as it was when it began to wait. */
  wait?: Maybe<TaskWait>;
};


/** A piece of work: what was submitted, where it stands, and everything that was tried. */
export type TaskHistoryArgs = {
  first?: Scalars['Int']['input'];
};

/** A page of tasks. */
export type TaskConnection = {
  __typename?: 'TaskConnection';
  /** The tasks with their places. */
  edges: Array<TaskEdge>;
  /** The tasks alone. */
  nodes: Array<Task>;
  /** Where this page lies. */
  pageInfo: PageInfo;
  /** Tasks on all pages together, as of now. */
  totalCount: Scalars['Int']['output'];
};

/** A task and its place in the list. */
export type TaskEdge = {
  __typename?: 'TaskEdge';
  /** For `after`: the page that follows this task. Good for the order it was given in. */
  cursor: Scalars['String']['output'];
  /** The task. */
  node: Task;
};

/** Why a task or one of its attempts failed, in the words of whoever failed it. */
export type TaskError = {
  __typename?: 'TaskError';
  /** A word for programs: the handler’s own, or the outcome where the agent failed, such as `TIMED_OUT`. */
  code: Scalars['String']['output'];
  /** A sentence for people. */
  message: Scalars['String']['output'];
  /** Whether another attempt may go better; a failure that is not retryable ends the task at once. */
  retryable: Scalars['Boolean']['output'];
};

/** Something that happened to a task. */
export type TaskEvent = StreamItem & {
  __typename?: 'TaskEvent';
  /** The agent whose attempt it is about; null where it is about none. */
  agentId?: Maybe<Scalars['ID']['output']>;
  /** Number of the attempt it is about; null where it is about none. */
  attempt?: Maybe<Scalars['Int']['output']>;
  /** The place right behind this event: give it as `after` to go on from here. */
  cursor: Scalars['Cursor']['output'];
  /** The error, the reason, what it waits for or the agent’s note, as the type has it; else null. */
  message?: Maybe<Scalars['String']['output']>;
  /** Records of the log that were gone before this reader came to them, just before this event; 0 unless it was too slow by far. */
  missedBefore: Scalars['Int']['output'];
  /** When it happened. */
  occurredAt: Scalars['DateTime']['output'];
  /** Name of the pool. */
  pool: Scalars['String']['output'];
  /** The task as it stood right after it; the same for whoever reads it and whenever. */
  task: Task;
  /** W3C trace id of the task. */
  traceId?: Maybe<Scalars['String']['output']>;
  /** What happened. */
  type: TaskEventType;
};

/** Events of tasks that meet all of what is given. */
export type TaskEventFilter = {
  /** About attempts of this agent. */
  agentId?: InputMaybe<Scalars['ID']['input']>;
  /** Of any of these tasks. An empty list lets nothing through; at most 1,000. */
  taskIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Of tasks of any of these types. An empty list lets nothing through; at most 1,000. */
  taskTypes?: InputMaybe<Array<TaskType>>;
  /** Any of these events. An empty list lets nothing through; at most 1,000. */
  types?: InputMaybe<Array<TaskEventType>>;
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
  agentId?: InputMaybe<Scalars['ID']['input']>;
  /** True for FAILED tasks alone, false for all others. */
  deadLettered?: InputMaybe<Scalars['Boolean']['input']>;
  /** Part of the id, type, idempotency key, trace id, error, or a text at the top of the payload, in any case of letters; at most 256 characters by default. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Any of these statuses. An empty list lets nothing through; at most 1,000. */
  statuses?: InputMaybe<Array<TaskStatus>>;
  /** Any of these types. An empty list lets nothing through; at most 1,000. */
  types?: InputMaybe<Array<TaskType>>;
  /** PENDING tasks that wait for any of these. An empty list lets nothing through; at most 1,000. */
  waitReasons?: InputMaybe<Array<WaitReason>>;
};

/** Which task. */
export type TaskInput = {
  /** Id of a task that is retained; else NOT_FOUND. */
  taskId: Scalars['ID']['input'];
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
  __typename?: 'TaskPayload';
  /** The place right behind what this call did: a subscription after it sees only what came later. */
  cursor: Scalars['Cursor']['output'];
  /** The task, as this call left it. */
  task: Task;
};

/** How far an attempt is, by its agent’s own word. */
export type TaskProgress = {
  __typename?: 'TaskProgress';
  /** When it said so. */
  at: Scalars['DateTime']['output'];
  /** From 0 to 1. */
  fraction: Scalars['Float']['output'];
  /** What it is at; null where it said nothing. */
  note?: Maybe<Scalars['String']['output']>;
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
  __typename?: 'TaskWait';
  /** The same for people, with names: which dependency, which skill. */
  detail: Scalars['String']['output'];
  /** Expected time until it is assigned, in milliseconds; null without history and for anything but NO_IDLE_AGENT. */
  estimatedMs?: Maybe<Scalars['Float']['output']>;
  /** Its place in the pool’s queue; 1 is next. One that cannot run now lets others pass. */
  queuePosition: Scalars['Int']['output'];
  /** What it waits for. */
  reason: WaitReason;
  /** Since when it waits; for its submission, its replay or the end of its last attempt. */
  since: Scalars['DateTime']['output'];
};

/** Figures for tasks of one type. */
export type TypeMetrics = {
  __typename?: 'TypeMetrics';
  /** Mean time of a successful attempt, start to end, in milliseconds; null before the first. */
  avgTaskDurationMs?: Maybe<Scalars['Float']['output']>;
  /** Tasks of it that are COMPLETED, those no longer kept included. */
  completed: Scalars['Int']['output'];
  /** Tasks of it that are FAILED, those no longer kept included. */
  failed: Scalars['Int']['output'];
  /** Tasks of it that run now. */
  inProgress: Scalars['Int']['output'];
  /** Tasks of it that wait now. */
  pending: Scalars['Int']['output'];
  /** The type. */
  type: TaskType;
};

/** What an agent did with tasks of one type. */
export type TypePerformance = {
  __typename?: 'TypePerformance';
  /** Mean time of a completed one, start to end, in milliseconds; null before the first. */
  averageTaskTimeMs?: Maybe<Scalars['Float']['output']>;
  /** Tasks of it that it completed. */
  completed: Scalars['Int']['output'];
  /** Attempts at it that failed with this agent. */
  failed: Scalars['Int']['output'];
  /** The type. */
  type: TaskType;
};

/** Which agent was found to have which skill. */
export type VerifyAgentSkillInput = {
  /** Id of an agent that is in a pool; else NOT_FOUND. */
  agentId: Scalars['ID']['input'];
  /** The skill, by default of 1 to 64 characters; an agent has at most 64 of them, one more is BAD_USER_INPUT. */
  skill: Scalars['String']['input'];
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


export type SpawnAgentMutation = { __typename?: 'Mutation', spawnAgent: { __typename?: 'SpawnAgentPayload', sessionToken?: string | null, leaseMs: number, heartbeatMs: number, cursor: string, agent: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } } };

export type FailAgentMutationVariables = Exact<{
  input: FailAgentInput;
}>;


export type FailAgentMutation = { __typename?: 'Mutation', failAgent: { __typename?: 'FailAgentPayload', reassigned: boolean, taskFailedPermanently: boolean, cursor: string, agent: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } }, task?: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } | null } };

export type RestoreAgentMutationVariables = Exact<{
  input: AgentInput;
}>;


export type RestoreAgentMutation = { __typename?: 'Mutation', restoreAgent: { __typename?: 'AgentPayload', cursor: string, agent: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } } };

export type RetireAgentMutationVariables = Exact<{
  input: AgentInput;
}>;


export type RetireAgentMutation = { __typename?: 'Mutation', retireAgent: { __typename?: 'AgentPayload', cursor: string, agent: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } } };

export type VerifyAgentSkillMutationVariables = Exact<{
  input: VerifyAgentSkillInput;
}>;


export type VerifyAgentSkillMutation = { __typename?: 'Mutation', verifyAgentSkill: { __typename?: 'AgentPayload', cursor: string, agent: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } } };

export type HeartbeatMutationVariables = Exact<{
  input: HeartbeatInput;
}>;


export type HeartbeatMutation = { __typename?: 'Mutation', heartbeat: { __typename?: 'HeartbeatPayload', leaseMs: number, cancel: Array<string>, drain: boolean } };

export type TaskSummaryFragment = { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null };

export type TaskParticularsFragment = { __typename?: 'Task', payload: Readonly<Record<string, unknown>>, result?: unknown | null, timeoutMs?: number | null, preferredAgentId?: string | null, requiredSkills: Array<string>, failedAgentIds: Array<string>, id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, attempts: Array<{ __typename?: 'Attempt', number: number, agentId: string, assignedAt: string, startedAt?: string | null, endedAt?: string | null, outcome?: AttemptOutcome | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, routing: { __typename?: 'RoutingDecision', strategy: RoutingStrategy, excludedAgentIds: Array<string>, exclusionLifted: boolean, candidates: Array<{ __typename?: 'RoutingCandidate', agentId: string, completedOfType: number, averageTaskTimeMs?: number | null, chosen: boolean, refusedBecause?: string | null }> } }>, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null };

export type AgentSummaryFragment = { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } };

export type DependencySummaryFragment = { __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null };

export type PoolSummaryFragment = { __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string };

export type MetricsSummaryFragment = { __typename?: 'PoolMetrics', at: string, agents: number, tasksTotal: number, tasksPending: number, tasksInProgress: number, tasksCompleted: number, tasksFailed: number, tasksCancelled: number, submissionsRefused: number, queueLength: number, queueCapacity: number, oldestPendingMs?: number | null, avgTaskDurationMs?: number | null, avgAssignmentLatencyMs?: number | null, utilization: number, throughputPerSecond: number, healthScore: number, isolationBreaches: number, agentsByStatus: Array<{ __typename?: 'AgentStatusCount', status: AgentStatus, count: number }>, assignmentLatency?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, taskDuration?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, byType: Array<{ __typename?: 'TypeMetrics', type: TaskType, pending: number, inProgress: number, completed: number, failed: number, avgTaskDurationMs?: number | null }> };

export type PoolWholeFragment = { __typename?: 'Pool', cursor: string, name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string, agents: Array<{ __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } }>, dependencies: Array<{ __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null }>, metrics: { __typename?: 'PoolMetrics', at: string, agents: number, tasksTotal: number, tasksPending: number, tasksInProgress: number, tasksCompleted: number, tasksFailed: number, tasksCancelled: number, submissionsRefused: number, queueLength: number, queueCapacity: number, oldestPendingMs?: number | null, avgTaskDurationMs?: number | null, avgAssignmentLatencyMs?: number | null, utilization: number, throughputPerSecond: number, healthScore: number, isolationBreaches: number, agentsByStatus: Array<{ __typename?: 'AgentStatusCount', status: AgentStatus, count: number }>, assignmentLatency?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, taskDuration?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, byType: Array<{ __typename?: 'TypeMetrics', type: TaskType, pending: number, inProgress: number, completed: number, failed: number, avgTaskDurationMs?: number | null }> } };

export type PoolEventLineFragment = { __typename?: 'PoolEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, kind: PoolEventKind, name: string, summary: string, traceId?: string | null, task?: { __typename?: 'Task', id: string } | null, agent?: { __typename?: 'Agent', id: string } | null, dependency?: { __typename?: 'Dependency', name: string } | null };

export type InitializePoolMutationVariables = Exact<{
  input?: InitializePoolInput;
}>;


export type InitializePoolMutation = { __typename?: 'Mutation', initializePool: { __typename?: 'InitializePoolPayload', cursor: string, pool: { __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string }, spawned: Array<{ __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } }> } };

export type ShutdownPoolMutationVariables = Exact<{
  input?: ShutdownPoolInput;
}>;


export type ShutdownPoolMutation = { __typename?: 'Mutation', shutdownPool: { __typename?: 'ShutdownPoolPayload', drained: boolean, keptPending: number, cursor: string, pool: { __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string }, cancelled: Array<{ __typename?: 'Task', id: string, type: TaskType, status: TaskStatus }> } };

export type PausePoolMutationVariables = Exact<{
  input?: PoolInput;
}>;


export type PausePoolMutation = { __typename?: 'Mutation', pausePool: { __typename?: 'PoolPayload', cursor: string, pool: { __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string } } };

export type ResumePoolMutationVariables = Exact<{
  input?: PoolInput;
}>;


export type ResumePoolMutation = { __typename?: 'Mutation', resumePool: { __typename?: 'PoolPayload', cursor: string, pool: { __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string } } };

export type SetDependencyStatusMutationVariables = Exact<{
  input: SetDependencyStatusInput;
}>;


export type SetDependencyStatusMutation = { __typename?: 'Mutation', setDependencyStatus: { __typename?: 'DependencyPayload', cursor: string, dependency: { __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null } } };

export type PoolOverviewQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type PoolOverviewQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', cursor: string, name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string, agents: Array<{ __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } }>, dependencies: Array<{ __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null }>, metrics: { __typename?: 'PoolMetrics', at: string, agents: number, tasksTotal: number, tasksPending: number, tasksInProgress: number, tasksCompleted: number, tasksFailed: number, tasksCancelled: number, submissionsRefused: number, queueLength: number, queueCapacity: number, oldestPendingMs?: number | null, avgTaskDurationMs?: number | null, avgAssignmentLatencyMs?: number | null, utilization: number, throughputPerSecond: number, healthScore: number, isolationBreaches: number, agentsByStatus: Array<{ __typename?: 'AgentStatusCount', status: AgentStatus, count: number }>, assignmentLatency?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, taskDuration?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, byType: Array<{ __typename?: 'TypeMetrics', type: TaskType, pending: number, inProgress: number, completed: number, failed: number, avgTaskDurationMs?: number | null }> } } | null };

export type PoolViewQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  tasks?: Scalars['Int']['input'];
}>;


export type PoolViewQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', readOnly?: ErrorCode | null, cursor: string, name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string, tasks: { __typename?: 'TaskConnection', nodes: Array<{ __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null }> }, agents: Array<{ __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } }>, dependencies: Array<{ __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null }>, metrics: { __typename?: 'PoolMetrics', at: string, agents: number, tasksTotal: number, tasksPending: number, tasksInProgress: number, tasksCompleted: number, tasksFailed: number, tasksCancelled: number, submissionsRefused: number, queueLength: number, queueCapacity: number, oldestPendingMs?: number | null, avgTaskDurationMs?: number | null, avgAssignmentLatencyMs?: number | null, utilization: number, throughputPerSecond: number, healthScore: number, isolationBreaches: number, agentsByStatus: Array<{ __typename?: 'AgentStatusCount', status: AgentStatus, count: number }>, assignmentLatency?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, taskDuration?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, byType: Array<{ __typename?: 'TypeMetrics', type: TaskType, pending: number, inProgress: number, completed: number, failed: number, avgTaskDurationMs?: number | null }> } } | null };

export type PoolsQueryVariables = Exact<{ [key: string]: never; }>;


export type PoolsQuery = { __typename?: 'Query', pools: Array<{ __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string }> };

export type PoolMetricsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type PoolMetricsQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', name: string, status: PoolStatus, health: PoolHealth, size: number, maxSize: number, queueLength: number, queueCapacity: number, createdAt: string, metrics: { __typename?: 'PoolMetrics', at: string, agents: number, tasksTotal: number, tasksPending: number, tasksInProgress: number, tasksCompleted: number, tasksFailed: number, tasksCancelled: number, submissionsRefused: number, queueLength: number, queueCapacity: number, oldestPendingMs?: number | null, avgTaskDurationMs?: number | null, avgAssignmentLatencyMs?: number | null, utilization: number, throughputPerSecond: number, healthScore: number, isolationBreaches: number, agentsByStatus: Array<{ __typename?: 'AgentStatusCount', status: AgentStatus, count: number }>, assignmentLatency?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, taskDuration?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, byType: Array<{ __typename?: 'TypeMetrics', type: TaskType, pending: number, inProgress: number, completed: number, failed: number, avgTaskDurationMs?: number | null }> } } | null };

export type MetricsHistoryQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  lastMs?: Scalars['Float']['input'];
}>;


export type MetricsHistoryQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', metricsHistory: Array<{ __typename?: 'MetricsPoint', at: string, queueLength: number, busyAgents: number, agents: number, completed: number, failed: number, refused: number, assignmentP95Ms?: number | null }> } | null };

export type TasksQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<TaskFilter>;
  orderBy?: TaskOrder;
  first?: Scalars['Int']['input'];
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type TasksQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', cursor: string, tasks: { __typename?: 'TaskConnection', totalCount: number, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor?: string | null, endCursor?: string | null }, nodes: Array<{ __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null }> } } | null };

export type TaskDetailQueryVariables = Exact<{
  taskId: Scalars['ID']['input'];
  events?: Scalars['Int']['input'];
}>;


export type TaskDetailQuery = { __typename?: 'Query', task?: { __typename?: 'Task', payload: Readonly<Record<string, unknown>>, result?: unknown | null, timeoutMs?: number | null, preferredAgentId?: string | null, requiredSkills: Array<string>, failedAgentIds: Array<string>, id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, history: Array<{ __typename?: 'TaskEvent', cursor: string, occurredAt: string, type: TaskEventType, agentId?: string | null, attempt?: number | null, message?: string | null }>, attempts: Array<{ __typename?: 'Attempt', number: number, agentId: string, assignedAt: string, startedAt?: string | null, endedAt?: string | null, outcome?: AttemptOutcome | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, routing: { __typename?: 'RoutingDecision', strategy: RoutingStrategy, excludedAgentIds: Array<string>, exclusionLifted: boolean, candidates: Array<{ __typename?: 'RoutingCandidate', agentId: string, completedOfType: number, averageTaskTimeMs?: number | null, chosen: boolean, refusedBecause?: string | null }> } }>, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } | null };

export type AgentDetailQueryVariables = Exact<{
  agentId: Scalars['ID']['input'];
}>;


export type AgentDetailQuery = { __typename?: 'Query', agent?: { __typename?: 'Agent', contextWindowId: string, toolSessionId: string, memoryHandleId: string, id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number, byType: Array<{ __typename?: 'TypePerformance', type: TaskType, completed: number, failed: number, averageTaskTimeMs?: number | null }> }, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } | null };

export type AgentsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type AgentsQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', cursor: string, agents: Array<{ __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } }> } | null };

export type SilentAgentsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type SilentAgentsQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', metrics: { __typename?: 'PoolMetrics', at: string }, agents: Array<{ __typename?: 'Agent', id: string, name: string, kind: AgentKind, status: AgentStatus, health: { __typename?: 'AgentHealth', lastHeartbeatAt?: string | null } }> } | null };

export type EventsQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: Scalars['Int']['input'];
  filter?: InputMaybe<EventFilter>;
}>;


export type EventsQuery = { __typename?: 'Query', events: { __typename?: 'PoolEventConnection', endCursor: string, hasNextPage: boolean, nodes: Array<{ __typename?: 'PoolEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, kind: PoolEventKind, name: string, summary: string, traceId?: string | null, task?: { __typename?: 'Task', id: string } | null, agent?: { __typename?: 'Agent', id: string } | null, dependency?: { __typename?: 'Dependency', name: string } | null }> } };

export type IsolationReportQueryVariables = Exact<{
  pool?: Scalars['String']['input'];
}>;


export type IsolationReportQuery = { __typename?: 'Query', pool?: { __typename?: 'Pool', isolationReport: { __typename?: 'IsolationReport', timestamp: string, totalAgents: number, breachesDetected: number, details: Array<{ __typename?: 'AgentIsolationDetail', agentId: string, contextWindowId: string, toolSessionId: string, memoryHandleId: string, isolated: boolean, issues: Array<string>, evidence: Array<string> }> } } | null };

export type ServerInfoQueryVariables = Exact<{ [key: string]: never; }>;


export type ServerInfoQuery = { __typename?: 'Query', serverInfo: { __typename?: 'ServerInfo', version: string, node: string, startedAt: string, journal: string, durability: string, limits: { __typename?: 'Limits', defaultPoolSize: number, maxPoolSize: number, maxQueueLength: number, maxAttempts: number, maxPayloadBytes: number, assignmentLatencyTargetMs: number } } };

export type TaskLifecycleSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<TaskEventFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type TaskLifecycleSubscription = { __typename?: 'Subscription', taskLifecycle: { __typename?: 'TaskEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, type: TaskEventType, agentId?: string | null, attempt?: number | null, message?: string | null, traceId?: string | null, task: { __typename?: 'Task', result?: unknown | null, id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export type AgentLifecycleSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  agentIds?: InputMaybe<Array<Scalars['ID']['input']> | Scalars['ID']['input']>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type AgentLifecycleSubscription = { __typename?: 'Subscription', agentLifecycle: { __typename?: 'AgentEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, type: AgentEventType, taskId?: string | null, message?: string | null, traceId?: string | null, agent: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } } };

export type DegradationSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type DegradationSubscription = { __typename?: 'Subscription', degradation: { __typename?: 'DegradationEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, type: DegradationEventType, health: PoolHealth, affectedTypes: Array<TaskType>, waitingTasks: number, reason: string, dependency?: { __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null } | null, agent?: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } | null } };

export type PoolEventsSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<EventFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type PoolEventsSubscription = { __typename?: 'Subscription', poolEvents: { __typename?: 'PoolEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, kind: PoolEventKind, name: string, summary: string, traceId?: string | null, task?: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } | null, agent?: { __typename?: 'Agent', id: string, pool: string, name: string, kind: AgentKind, status: AgentStatus, statusReason?: string | null, taskTypes: Array<TaskType>, verifiedSkills: Array<string>, spawnedAt: string, currentTask?: { __typename?: 'Task', id: string, type: TaskType, status: TaskStatus, startedAt?: string | null } | null, performance: { __typename?: 'AgentPerformance', tasksCompleted: number, tasksFailed: number, averageTaskTimeMs?: number | null, contextSwitches: number }, health: { __typename?: 'AgentHealth', memoryUsage?: number | null, cpuUsage?: number | null, heapUsedBytes?: number | null, lastHeartbeatAt?: string | null, consecutiveFailures: number }, isolation: { __typename?: 'AgentIsolation', sharedStateDetected: boolean, notes: Array<string> } } | null, dependency?: { __typename?: 'Dependency', name: string, status: DependencyStatus, overridden: boolean, gatedTypes: Array<TaskType>, waitingTasks: number, since: string, lastCheckedAt?: string | null, lastError?: string | null, nextCheckAt?: string | null } | null } };

export type EventLinesSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  filter?: InputMaybe<EventFilter>;
  after?: InputMaybe<Scalars['Cursor']['input']>;
}>;


export type EventLinesSubscription = { __typename?: 'Subscription', poolEvents: { __typename?: 'PoolEvent', cursor: string, occurredAt: string, missedBefore: number, pool: string, kind: PoolEventKind, name: string, summary: string, traceId?: string | null, task?: { __typename?: 'Task', id: string } | null, agent?: { __typename?: 'Agent', id: string } | null, dependency?: { __typename?: 'Dependency', name: string } | null } };

export type PoolGaugesSubscriptionVariables = Exact<{
  pool?: Scalars['String']['input'];
  intervalMs?: Scalars['Int']['input'];
}>;


export type PoolGaugesSubscription = { __typename?: 'Subscription', poolMetrics: { __typename?: 'PoolMetrics', at: string, agents: number, tasksTotal: number, tasksPending: number, tasksInProgress: number, tasksCompleted: number, tasksFailed: number, tasksCancelled: number, submissionsRefused: number, queueLength: number, queueCapacity: number, oldestPendingMs?: number | null, avgTaskDurationMs?: number | null, avgAssignmentLatencyMs?: number | null, utilization: number, throughputPerSecond: number, healthScore: number, isolationBreaches: number, agentsByStatus: Array<{ __typename?: 'AgentStatusCount', status: AgentStatus, count: number }>, assignmentLatency?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, taskDuration?: { __typename?: 'Percentiles', p50Ms: number, p95Ms: number, p99Ms: number, maxMs: number } | null, byType: Array<{ __typename?: 'TypeMetrics', type: TaskType, pending: number, inProgress: number, completed: number, failed: number, avgTaskDurationMs?: number | null }> } };

export type AgentAssignmentsSubscriptionVariables = Exact<{
  agentId: Scalars['ID']['input'];
  sessionToken: Scalars['String']['input'];
}>;


export type AgentAssignmentsSubscription = { __typename?: 'Subscription', agentAssignments: { __typename?: 'Assignment', attempt: number, leaseToken: string, leaseExpiresAt: string, traceparent?: string | null, task: { __typename?: 'Task', id: string, pool: string, type: TaskType, payload: Readonly<Record<string, unknown>>, priority: number, requiredSkills: Array<string>, attemptCount: number, maxAttempts: number, timeoutMs?: number | null, traceId?: string | null, createdAt: string } } };

export type SubmitTaskMutationVariables = Exact<{
  input: SubmitTaskInput;
}>;


export type SubmitTaskMutation = { __typename?: 'Mutation', submitTask: { __typename?: 'SubmitTaskPayload', replayed: boolean, cursor: string, task: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export type SubmitTasksMutationVariables = Exact<{
  input: SubmitTasksInput;
}>;


export type SubmitTasksMutation = { __typename?: 'Mutation', submitTasks: { __typename?: 'SubmitTasksPayload', accepted: number, refused: number, cursor: string, results: Array<{ __typename?: 'SubmitTaskResult', replayed: boolean, task?: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } | null, error?: { __typename?: 'SubmitTaskError', code: ErrorCode, message: string, retryable: boolean, retryAfterMs?: number | null } | null }> } };

export type StartTaskMutationVariables = Exact<{
  input: StartTaskInput;
}>;


export type StartTaskMutation = { __typename?: 'Mutation', startTask: { __typename?: 'TaskPayload', cursor: string, task: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export type CompleteTaskMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type CompleteTaskMutation = { __typename?: 'Mutation', completeTask: { __typename?: 'TaskPayload', cursor: string, task: { __typename?: 'Task', result?: unknown | null, id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export type FailTaskMutationVariables = Exact<{
  input: FailTaskInput;
}>;


export type FailTaskMutation = { __typename?: 'Mutation', failTask: { __typename?: 'TaskPayload', cursor: string, task: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export type ReportResultMutationVariables = Exact<{
  input: CompleteTaskInput;
}>;


export type ReportResultMutation = { __typename?: 'Mutation', completeTask: { __typename?: 'TaskPayload', cursor: string } };

export type ReportFailureMutationVariables = Exact<{
  input: FailTaskInput;
}>;


export type ReportFailureMutation = { __typename?: 'Mutation', failTask: { __typename?: 'TaskPayload', cursor: string } };

export type CancelTaskMutationVariables = Exact<{
  input: CancelTaskInput;
}>;


export type CancelTaskMutation = { __typename?: 'Mutation', cancelTask: { __typename?: 'TaskPayload', cursor: string, task: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export type RetryTaskMutationVariables = Exact<{
  input: TaskInput;
}>;


export type RetryTaskMutation = { __typename?: 'Mutation', retryTask: { __typename?: 'TaskPayload', cursor: string, task: { __typename?: 'Task', id: string, pool: string, type: TaskType, status: TaskStatus, priority: number, attemptCount: number, maxAttempts: number, createdAt: string, startedAt?: string | null, completedAt?: string | null, nextRetryAt?: string | null, assignmentLatencyMs?: number | null, idempotencyKey?: string | null, traceId?: string | null, wait?: { __typename?: 'TaskWait', reason: WaitReason, detail: string, since: string, queuePosition: number, estimatedMs?: number | null } | null, progress?: { __typename?: 'TaskProgress', fraction: number, note?: string | null, at: string } | null, error?: { __typename?: 'TaskError', code: string, message: string, retryable: boolean } | null, assignedAgent?: { __typename?: 'Agent', id: string, name: string } | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const TaskSummaryFragmentDoc = new TypedDocumentString(`
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
    `, {"fragmentName":"TaskSummary"}) as unknown as TypedDocumentString<TaskSummaryFragment, unknown>;
export const TaskParticularsFragmentDoc = new TypedDocumentString(`
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
}`, {"fragmentName":"TaskParticulars"}) as unknown as TypedDocumentString<TaskParticularsFragment, unknown>;
export const PoolSummaryFragmentDoc = new TypedDocumentString(`
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
    `, {"fragmentName":"PoolSummary"}) as unknown as TypedDocumentString<PoolSummaryFragment, unknown>;
export const AgentSummaryFragmentDoc = new TypedDocumentString(`
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
    `, {"fragmentName":"AgentSummary"}) as unknown as TypedDocumentString<AgentSummaryFragment, unknown>;
export const DependencySummaryFragmentDoc = new TypedDocumentString(`
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
    `, {"fragmentName":"DependencySummary"}) as unknown as TypedDocumentString<DependencySummaryFragment, unknown>;
export const MetricsSummaryFragmentDoc = new TypedDocumentString(`
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
    `, {"fragmentName":"MetricsSummary"}) as unknown as TypedDocumentString<MetricsSummaryFragment, unknown>;
export const PoolWholeFragmentDoc = new TypedDocumentString(`
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
}`, {"fragmentName":"PoolWhole"}) as unknown as TypedDocumentString<PoolWholeFragment, unknown>;
export const PoolEventLineFragmentDoc = new TypedDocumentString(`
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
  }
  agent {
    id
  }
  dependency {
    name
  }
}
    `, {"fragmentName":"PoolEventLine"}) as unknown as TypedDocumentString<PoolEventLineFragment, unknown>;
export const SpawnAgentDocument = new TypedDocumentString(`
    mutation SpawnAgent($input: SpawnAgentInput! = {}) {
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
}`) as unknown as TypedDocumentString<SpawnAgentMutation, SpawnAgentMutationVariables>;
export const FailAgentDocument = new TypedDocumentString(`
    mutation FailAgent($input: FailAgentInput!) {
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
}`) as unknown as TypedDocumentString<FailAgentMutation, FailAgentMutationVariables>;
export const RestoreAgentDocument = new TypedDocumentString(`
    mutation RestoreAgent($input: AgentInput!) {
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
}`) as unknown as TypedDocumentString<RestoreAgentMutation, RestoreAgentMutationVariables>;
export const RetireAgentDocument = new TypedDocumentString(`
    mutation RetireAgent($input: AgentInput!) {
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
}`) as unknown as TypedDocumentString<RetireAgentMutation, RetireAgentMutationVariables>;
export const VerifyAgentSkillDocument = new TypedDocumentString(`
    mutation VerifyAgentSkill($input: VerifyAgentSkillInput!) {
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
}`) as unknown as TypedDocumentString<VerifyAgentSkillMutation, VerifyAgentSkillMutationVariables>;
export const HeartbeatDocument = new TypedDocumentString(`
    mutation Heartbeat($input: HeartbeatInput!) {
  heartbeat(input: $input) {
    leaseMs
    cancel
    drain
  }
}
    `) as unknown as TypedDocumentString<HeartbeatMutation, HeartbeatMutationVariables>;
export const InitializePoolDocument = new TypedDocumentString(`
    mutation InitializePool($input: InitializePoolInput! = {}) {
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
fragment PoolSummary on Pool {
  name
  status
  health
  size
  maxSize
  queueLength
  queueCapacity
  createdAt
}`) as unknown as TypedDocumentString<InitializePoolMutation, InitializePoolMutationVariables>;
export const ShutdownPoolDocument = new TypedDocumentString(`
    mutation ShutdownPool($input: ShutdownPoolInput! = {}) {
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
}`) as unknown as TypedDocumentString<ShutdownPoolMutation, ShutdownPoolMutationVariables>;
export const PausePoolDocument = new TypedDocumentString(`
    mutation PausePool($input: PoolInput! = {}) {
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
}`) as unknown as TypedDocumentString<PausePoolMutation, PausePoolMutationVariables>;
export const ResumePoolDocument = new TypedDocumentString(`
    mutation ResumePool($input: PoolInput! = {}) {
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
}`) as unknown as TypedDocumentString<ResumePoolMutation, ResumePoolMutationVariables>;
export const SetDependencyStatusDocument = new TypedDocumentString(`
    mutation SetDependencyStatus($input: SetDependencyStatusInput!) {
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
}`) as unknown as TypedDocumentString<SetDependencyStatusMutation, SetDependencyStatusMutationVariables>;
export const PoolOverviewDocument = new TypedDocumentString(`
    query PoolOverview($pool: String! = "default") {
  pool(name: $pool) {
    ...PoolWhole
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
}`) as unknown as TypedDocumentString<PoolOverviewQuery, PoolOverviewQueryVariables>;
export const PoolViewDocument = new TypedDocumentString(`
    query PoolView($pool: String! = "default", $tasks: Int! = 50) {
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
}`) as unknown as TypedDocumentString<PoolViewQuery, PoolViewQueryVariables>;
export const PoolsDocument = new TypedDocumentString(`
    query Pools {
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
}`) as unknown as TypedDocumentString<PoolsQuery, PoolsQueryVariables>;
export const PoolMetricsDocument = new TypedDocumentString(`
    query PoolMetrics($pool: String! = "default") {
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
}`) as unknown as TypedDocumentString<PoolMetricsQuery, PoolMetricsQueryVariables>;
export const MetricsHistoryDocument = new TypedDocumentString(`
    query MetricsHistory($pool: String! = "default", $lastMs: Float! = 900000) {
  pool(name: $pool) {
    metricsHistory(lastMs: $lastMs) {
      at
      queueLength
      busyAgents
      agents
      completed
      failed
      refused
      assignmentP95Ms
    }
  }
}
    `) as unknown as TypedDocumentString<MetricsHistoryQuery, MetricsHistoryQueryVariables>;
export const TasksDocument = new TypedDocumentString(`
    query Tasks($pool: String! = "default", $filter: TaskFilter, $orderBy: TaskOrder! = CREATED_DESC, $first: Int! = 50, $after: String) {
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
}`) as unknown as TypedDocumentString<TasksQuery, TasksQueryVariables>;
export const TaskDetailDocument = new TypedDocumentString(`
    query TaskDetail($taskId: ID!, $events: Int! = 100) {
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
}`) as unknown as TypedDocumentString<TaskDetailQuery, TaskDetailQueryVariables>;
export const AgentDetailDocument = new TypedDocumentString(`
    query AgentDetail($agentId: ID!) {
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
}`) as unknown as TypedDocumentString<AgentDetailQuery, AgentDetailQueryVariables>;
export const AgentsDocument = new TypedDocumentString(`
    query Agents($pool: String! = "default") {
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
}`) as unknown as TypedDocumentString<AgentsQuery, AgentsQueryVariables>;
export const SilentAgentsDocument = new TypedDocumentString(`
    query SilentAgents($pool: String! = "default") {
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
}
    `) as unknown as TypedDocumentString<SilentAgentsQuery, SilentAgentsQueryVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($pool: String! = "default", $after: Cursor, $first: Int! = 100, $filter: EventFilter) {
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
  }
  agent {
    id
  }
  dependency {
    name
  }
}`) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const IsolationReportDocument = new TypedDocumentString(`
    query IsolationReport($pool: String! = "default") {
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
}
    `) as unknown as TypedDocumentString<IsolationReportQuery, IsolationReportQueryVariables>;
export const ServerInfoDocument = new TypedDocumentString(`
    query ServerInfo {
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
}
    `) as unknown as TypedDocumentString<ServerInfoQuery, ServerInfoQueryVariables>;
export const TaskLifecycleDocument = new TypedDocumentString(`
    subscription TaskLifecycle($pool: String! = "default", $filter: TaskEventFilter, $after: Cursor) {
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
}`) as unknown as TypedDocumentString<TaskLifecycleSubscription, TaskLifecycleSubscriptionVariables>;
export const AgentLifecycleDocument = new TypedDocumentString(`
    subscription AgentLifecycle($pool: String! = "default", $agentIds: [ID!], $after: Cursor) {
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
}`) as unknown as TypedDocumentString<AgentLifecycleSubscription, AgentLifecycleSubscriptionVariables>;
export const DegradationDocument = new TypedDocumentString(`
    subscription Degradation($pool: String! = "default", $after: Cursor) {
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
}`) as unknown as TypedDocumentString<DegradationSubscription, DegradationSubscriptionVariables>;
export const PoolEventsDocument = new TypedDocumentString(`
    subscription PoolEvents($pool: String! = "default", $filter: EventFilter, $after: Cursor) {
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
  }
  agent {
    id
  }
  dependency {
    name
  }
}`) as unknown as TypedDocumentString<PoolEventsSubscription, PoolEventsSubscriptionVariables>;
export const EventLinesDocument = new TypedDocumentString(`
    subscription EventLines($pool: String! = "default", $filter: EventFilter, $after: Cursor) {
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
  }
  agent {
    id
  }
  dependency {
    name
  }
}`) as unknown as TypedDocumentString<EventLinesSubscription, EventLinesSubscriptionVariables>;
export const PoolGaugesDocument = new TypedDocumentString(`
    subscription PoolGauges($pool: String! = "default", $intervalMs: Int! = 1000) {
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
}`) as unknown as TypedDocumentString<PoolGaugesSubscription, PoolGaugesSubscriptionVariables>;
export const AgentAssignmentsDocument = new TypedDocumentString(`
    subscription AgentAssignments($agentId: ID!, $sessionToken: String!) {
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
}
    `) as unknown as TypedDocumentString<AgentAssignmentsSubscription, AgentAssignmentsSubscriptionVariables>;
export const SubmitTaskDocument = new TypedDocumentString(`
    mutation SubmitTask($input: SubmitTaskInput!) {
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
}`) as unknown as TypedDocumentString<SubmitTaskMutation, SubmitTaskMutationVariables>;
export const SubmitTasksDocument = new TypedDocumentString(`
    mutation SubmitTasks($input: SubmitTasksInput!) {
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
}`) as unknown as TypedDocumentString<SubmitTasksMutation, SubmitTasksMutationVariables>;
export const StartTaskDocument = new TypedDocumentString(`
    mutation StartTask($input: StartTaskInput!) {
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
}`) as unknown as TypedDocumentString<StartTaskMutation, StartTaskMutationVariables>;
export const CompleteTaskDocument = new TypedDocumentString(`
    mutation CompleteTask($input: CompleteTaskInput!) {
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
}`) as unknown as TypedDocumentString<CompleteTaskMutation, CompleteTaskMutationVariables>;
export const FailTaskDocument = new TypedDocumentString(`
    mutation FailTask($input: FailTaskInput!) {
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
}`) as unknown as TypedDocumentString<FailTaskMutation, FailTaskMutationVariables>;
export const ReportResultDocument = new TypedDocumentString(`
    mutation ReportResult($input: CompleteTaskInput!) {
  completeTask(input: $input) {
    cursor
  }
}
    `) as unknown as TypedDocumentString<ReportResultMutation, ReportResultMutationVariables>;
export const ReportFailureDocument = new TypedDocumentString(`
    mutation ReportFailure($input: FailTaskInput!) {
  failTask(input: $input) {
    cursor
  }
}
    `) as unknown as TypedDocumentString<ReportFailureMutation, ReportFailureMutationVariables>;
export const CancelTaskDocument = new TypedDocumentString(`
    mutation CancelTask($input: CancelTaskInput!) {
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
}`) as unknown as TypedDocumentString<CancelTaskMutation, CancelTaskMutationVariables>;
export const RetryTaskDocument = new TypedDocumentString(`
    mutation RetryTask($input: TaskInput!) {
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
}`) as unknown as TypedDocumentString<RetryTaskMutation, RetryTaskMutationVariables>;