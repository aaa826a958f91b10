import { z } from 'zod';
import type { AgentState } from '../core/agent.js';
import { attemptTraceparent } from '../core/attempt-trace.js';
import type { InputLimits } from '../core/input-limits.js';
import { Rejection } from '../core/rejection.js';
import { attemptCount, type TaskState } from '../core/task.js';
import type { Pools } from '../engine/pools.js';
import type { Pool } from '../engine/pool.js';
import {
  DEFAULT_CLAIMED_CHARACTERS,
  DEFAULT_WAIT_MS,
  MAX_TASK_TYPES,
  MAX_VALUE_CHARACTERS,
  MAX_WAIT_MS,
} from './bounds.js';
import {
  between,
  existingPool,
  leaseTokenText,
  listOf,
  taskId,
  taskType,
  text,
  textUpTo,
  whole,
} from './parameters.js';
import { errorOf, taskError } from './shown-task.js';
import { shownValue } from './shown-value.js';
import { defineTool, type Tool } from './tool.js';

const claimedTask = z.object({
  id: z.string(),
  type: z.string(),
  payload: z.unknown().describe('What is to be done'),
  payloadShortened: z.boolean().describe('If so, payload is the beginning of its JSON as text'),
  attempt: z.int(),
  attemptsLeft: z.int().describe('After this one'),
  timeoutMs: z.number().nullable().describe('Longest time this attempt may take'),
  lastError: taskError.nullable().describe('Why the attempt before failed'),
  traceparent: z.string().nullable().describe('W3C trace context of this attempt, for calls that you make for it'),
});

const heartbeatEveryMs = z.int().describe('While you work, call heartbeat at least this often, in ms');

const claimTask = (limits: InputLimits): Tool =>
  defineTool({
    name: 'claim_task',
    title: 'Take a task to work on',
    description:
      'Makes you a worker of a pool and gives you a task, with its lease token. Work on it, call heartbeat while you do, and end with ' +
      'complete_task or fail_task. Without work it answers after waitMs with `claimed` false: call again. What you still have in hand ' +
      'you are given again. NOT_FOUND, POOL_FULL, POOL_NOT_RUNNING.',
    hints: { readOnly: false, destructive: false, idempotent: true, openWorld: false },
    parameters: z.strictObject({
      worker: text(limits.maxNameLength).describe('A name that you choose, use alone and keep, such as claude-7f3a.'),
      pool: existingPool,
      taskTypes: listOf(taskType, MAX_TASK_TYPES).default([]).describe('The types you take; empty for all.'),
      skills: listOf(text(limits.maxSkillLength), limits.maxSkills).default([]).describe('Skills you have.'),
      waitMs: whole(0, MAX_WAIT_MS, ' ms').default(DEFAULT_WAIT_MS).describe('How long to wait for work at most.'),
      maxCharacters: whole(0, MAX_VALUE_CHARACTERS)
        .default(DEFAULT_CLAIMED_CHARACTERS)
        .describe('Of the payload as JSON; what is longer is shortened.'),
    }),
    data: z.object({
      claimed: z.boolean(),
      task: claimedTask.nullable(),
      leaseToken: z.string().nullable().describe('For heartbeat, complete_task and fail_task'),
      agentId: z.string().nullable().describe('The agent that you are'),
      leaseMs: z.int().describe('After so long without a heartbeat the task goes to another agent'),
      heartbeatEveryMs,
    }),
    async run({ pool: name, maxCharacters, ...given }, { coordinator, caller, workers, heartbeatMs, signal }) {
      const pool = coordinator.requirePool(name);
      const worker = {
        ...{ name: given.worker, owner: caller.principal?.name ?? '' },
        ...{ taskTypes: [...new Set(given.taskTypes)], skills: given.skills },
      };
      const agent = await workers.claim(pool, worker, { waitMs: given.waitMs, heartbeatMs, signal });
      if (agent === null) signal.throwIfAborted();
      const { leaseMs } = pool.view.limits;
      const task = agent === null ? null : claimedOf(pool, agent, maxCharacters);
      const leaseToken = task === null ? null : (agent?.attempt?.leaseToken ?? null);
      const data = {
        ...{ claimed: task !== null, task, leaseToken, agentId: agent?.id ?? null },
        ...{ leaseMs, heartbeatEveryMs: heartbeatMs },
      };
      const told = task === null ? nothingText(pool) : claimedText(task, leaseToken ?? '', heartbeatMs);
      return { text: told, data };
    },
  });

const heartbeat = (limits: InputLimits): Tool =>
  defineTool({
    name: 'heartbeat',
    title: 'Keep a claimed task',
    description:
      'Renews the lease of a task that you work on, and says whether to go on. `goOn` false: the attempt is over (timed out, cancelled, ' +
      'given to another), so stop and claim_task anew. NOT_FOUND, STALE_ATTEMPT for a lease that this task never had.',
    hints: { readOnly: false, destructive: false, idempotent: true, openWorld: false },
    parameters: z.strictObject({
      taskId,
      leaseToken: leaseTokenText.describe('As claim_task gave it.'),
      progress: between(0, 1).optional().describe('How far it is, 0 to 1.'),
      note: textUpTo(limits.maxReasonLength).optional().describe('What you are at, for people.'),
    }),
    data: z.object({
      goOn: z.boolean(),
      taskStatus: z.string(),
      leaseMs: z.int().describe('The lease lasts so long from now'),
      heartbeatEveryMs,
    }),
    async run({ taskId: id, leaseToken, progress, note }, { coordinator, heartbeatMs }) {
      const { pool, agent } = requireHolder(coordinator, id, leaseToken);
      const beats = [{ leaseToken, progress: progress ?? null, note: note ?? null }];
      const { answer } =
        agent === null
          ? { answer: { cancel: [leaseToken] } }
          : await pool.execute({
              type: 'Heartbeat',
              ...{ agentId: agent.id, sessionTokenHash: agent.sessionTokenHash ?? '', beats },
            });
      const goOn = answer.cancel?.includes(leaseToken) !== true;
      const taskStatus = pool.view.tasks.get(id)?.status ?? 'forgotten';
      const { leaseMs } = pool.view.limits;
      const told = goOn
        ? `Go on: the lease lasts ${String(leaseMs)} ms from now.`
        : `Stop: this attempt is over, the task is ${taskStatus}. Its result is not wanted any more; claim_task gives other work.`;
      return { text: told, data: { goOn, taskStatus, leaseMs, heartbeatEveryMs: heartbeatMs } };
    },
  });

export function workerTools(limits: InputLimits): readonly Tool[] {
  return [claimTask(limits), heartbeat(limits)];
}

function claimedOf(pool: Pool, { attempt }: AgentState, maxCharacters: number): z.infer<typeof claimedTask> | null {
  const task = attempt === null ? undefined : pool.view.tasks.get(attempt.taskId);
  if (task === undefined || attempt === null) return null;
  const payload = shownValue(task.payload, maxCharacters);
  return {
    ...{ id: task.id, type: task.type, payload: payload.value, payloadShortened: payload.shortened },
    ...{ attempt: attempt.number, attemptsLeft: Math.max(0, task.maxAttempts - attemptCount(task)) },
    timeoutMs: task.timeoutMs,
    lastError: errorOf(lastErrorOf(task)),
    traceparent: attemptTraceparent(task, attempt.number),
  };
}

function lastErrorOf({ attempts }: TaskState): TaskState['error'] {
  return attempts.findLast(({ error }) => error !== null)?.error ?? null;
}

function claimedText(task: z.infer<typeof claimedTask>, leaseToken: string, heartbeatMs: number): string {
  const { id, type, payload, payloadShortened, attempt, lastError } = task;
  const shown = payloadShortened
    ? `Payload, shortened (get_task with a larger maxCharacters shows more): ${String(payload)}`
    : `Payload: ${JSON.stringify(payload)}`;
  return [
    `Task ${id} (${type}), attempt ${String(attempt)}, leaseToken ${leaseToken}`,
    shown,
    ...(lastError === null ? [] : [`The attempt before failed: ${lastError.code}: ${lastError.message}`]),
    `Call heartbeat at least every ${String(heartbeatMs)} ms while you work, then complete_task or fail_task, each with taskId and leaseToken.`,
  ].join('\n');
}

function nothingText({ view }: Pool): string {
  const waiting = view.counters.byStatus.PENDING;
  const others = waiting === 0 ? '' : ` ${String(waiting)} tasks wait that you cannot take; list_tasks says why.`;
  return `There is no task for you now.${others} Call claim_task again.`;
}

/** The agent that has or had the attempt, null where it has left. */
function requireHolder(
  coordinator: Pools,
  taskIdGiven: string,
  leaseToken: string,
): { readonly pool: Pool; readonly agent: AgentState | null } {
  const pool = coordinator.requireTaskPool(taskIdGiven);
  const attempt = pool.view.tasks.get(taskIdGiven)?.attempts.find((each) => each.leaseToken === leaseToken);
  if (attempt === undefined)
    throw new Rejection('STALE_ATTEMPT', 'No attempt of this task has this lease token.', { field: 'leaseToken' });
  return { pool, agent: pool.view.agents.get(attempt.agentId) ?? null };
}
