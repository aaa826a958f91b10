import type { AgentState } from '../../src/core/agent.js';
import type { Beat, Command, Failure } from '../../src/core/command.js';
import type { CoreEvent } from '../../src/core/event.js';
import { Rejection } from '../../src/core/rejection.js';
import { currentAttempt, type AttemptState, type TaskState } from '../../src/core/task.js';
import type { TaskType } from '../../src/core/task-type.js';
import { waitReason } from '../../src/core/wait.js';
import { Rules, taskInput } from '../support/rules.js';

export const SESSION = 'session-hash';

export function taskOf(rules: Rules, taskId: string): TaskState {
  const task = rules.state.tasks.get(taskId);
  if (task === undefined) throw new Error(`no task ${taskId}`);
  return task;
}

export function agentOf(rules: Rules, agentId: string): AgentState {
  const agent = rules.state.agents.get(agentId);
  if (agent === undefined) throw new Error(`no agent ${agentId}`);
  return agent;
}

/** The attempt in hand of a task that runs. */
export function attemptOf(rules: Rules, taskId: string): AttemptState {
  const attempt = currentAttempt(taskOf(rules, taskId));
  if (attempt === null) throw new Error(`${taskId} does not run`);
  return attempt;
}

export function runnerOf(rules: Rules, taskId: string): string {
  return attemptOf(rules, taskId).agentId;
}

export function leaseOf(rules: Rules, taskId: string): string {
  return attemptOf(rules, taskId).leaseToken;
}

/** Why it waits as things stand, as a reader would be told; null where it does not wait. */
export function waitsFor(rules: Rules, taskId: string): string | null {
  const task = taskOf(rules, taskId);
  return task.status === 'PENDING' ? waitReason(rules.state, task).reason : null;
}

export function complete(rules: Rules, taskId: string, leaseToken: string | null = null): CoreEvent[] {
  return rules.do({ type: 'CompleteTask', taskId, leaseToken, result: null });
}

export function fail(
  rules: Rules,
  taskId: string,
  failure: Partial<Failure> = {},
  leaseToken: string | null = null,
): CoreEvent[] {
  const why = { code: 'FAILED', message: 'no', retryable: true, retryAfterMs: null, ...failure };
  return rules.do({ type: 'FailTask', taskId, leaseToken, failure: why });
}

export interface SpawnOptions {
  readonly kind?: 'PROCESS' | 'REMOTE';
  readonly taskTypes?: readonly TaskType[];
  readonly skills?: readonly string[];
  readonly connected?: boolean;
}

export function spawn(
  rules: Rules,
  { kind = 'REMOTE', taskTypes = [], skills = [], connected = false }: SpawnOptions = {},
): string {
  const sessionTokenHash = kind === 'REMOTE' ? SESSION : null;
  const command = { type: 'SpawnAgent', kind, name: null, taskTypes, skills, sessionTokenHash, connected } as const;
  return rules.ask(command).answer.agentId ?? '';
}

export function connect(rules: Rules, agentId: string): CoreEvent[] {
  return rules.do({ type: 'ConnectAgent', agentId, sessionTokenHash: SESSION });
}

export function beat(rules: Rules, agentId: string, ...named: (string | Beat)[]): ReturnType<Rules['ask']> {
  const beats = named.map((name) =>
    typeof name === 'string' ? { leaseToken: name, progress: null, note: null } : name,
  );
  return rules.ask({ type: 'Heartbeat', agentId, sessionTokenHash: SESSION, beats });
}

/** A REMOTE agent that has given its first sign of life. */
export function connected(rules: Rules, options: Omit<SpawnOptions, 'kind'> = {}): string {
  const agentId = spawn(rules, options);
  connect(rules, agentId);
  return agentId;
}

/** The refusal of a command that must be refused. */
export function refusal(rules: Rules, command: Command): Rejection {
  try {
    rules.do(command);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
  throw new Error(`${command.type} was not refused`);
}

export function refusedSubmission(rules: Rules, input: Parameters<typeof taskInput>[0] = {}): Rejection {
  return refusal(rules, { type: 'SubmitTask', input: taskInput(input) });
}

/** Gives the preferred agent, or whoever is next, one completed task of a type that took `ms` from its start. */
export function history(rules: Rules, type: TaskType, ms: number, preferredAgentId: string | null = null): string {
  const taskId = rules.submit({ type, preferredAgentId });
  completeAfter(rules, taskId, ms);
  return taskId;
}

export function completeAfter(rules: Rules, taskId: string, ms: number): void {
  rules.do({ type: 'StartTask', taskId, leaseToken: null });
  rules.nowMs += ms;
  complete(rules, taskId);
}

/** Every agent gets a task of its own that runs until the test ends it. */
export function occupy(rules: Rules, count: number): string[] {
  return Array.from({ length: count }, () => rules.submit({ priority: 9 }));
}

export function rulesOfOneProcess(): { rules: Rules; agentId: string } {
  const rules = Rules.running(1, {}, 'PROCESS');
  return { rules, agentId: rules.agentIds()[0] ?? '' };
}
