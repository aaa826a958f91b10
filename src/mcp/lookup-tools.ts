import { z } from 'zod';
import type { InputLimits } from '../core/input-limits.js';
import { Rejection } from '../core/rejection.js';
import { isSettled, type TaskState } from '../core/task.js';
import type { Pools } from '../engine/pools.js';
import type { Pool } from '../engine/pool.js';
import { untilSettled } from '../engine/settled.js';
import { shortened } from '../lib/shortened.js';
import { taskPage } from '../views/task-page.js';
import { decodeTaskPlace, encodeTaskPlace } from '../views/task-place.js';
import {
  DEFAULT_PAGE,
  DEFAULT_VALUE_CHARACTERS,
  DEFAULT_WAIT_MS,
  MAX_FILTER_ITEMS,
  MAX_VALUE_CHARACTERS,
  MAX_WAIT_MS,
} from './bounds.js';
import { existingPool, flag, id, listOf, oneOf, taskId, taskType, textUpTo, whole } from './parameters.js';
import { detailOf, lineOf, summaryOf, taskDetail, taskSummary, textOf } from './shown-task.js';
import { defineTool, type Tool } from './tool.js';

const reading = { readOnly: true, destructive: false, idempotent: true, openWorld: false } as const;

const maxCharacters = whole(0, MAX_VALUE_CHARACTERS)
  .default(DEFAULT_VALUE_CHARACTERS)
  .describe('Of the payload and of the result, each as JSON; what is longer is shortened.');

const getTask = defineTool({
  name: 'get_task',
  title: 'Look at a task',
  description: 'Where a task stands, what was tried, and its result. NOT_FOUND.',
  hints: reading,
  parameters: z.strictObject({ taskId, maxCharacters }),
  data: z.object({ task: taskDetail }),
  run({ taskId: wanted, maxCharacters: most }, { coordinator }) {
    const { pool, task } = requireTask(coordinator, wanted);
    const detail = detailOf(pool, task, most);
    return { text: textOf(detail), data: { task: detail } };
  },
});

const waitForTask = defineTool({
  name: 'wait_for_task',
  title: 'Wait for a task',
  description:
    'Answers as soon as a task is COMPLETED, FAILED or CANCELLED, or with `settled` false when waitMs is over: then call again. NOT_FOUND.',
  hints: reading,
  parameters: z.strictObject({
    taskId,
    waitMs: whole(0, MAX_WAIT_MS, ' ms').default(DEFAULT_WAIT_MS).describe('How long to wait at most.'),
    maxCharacters,
  }),
  data: z.object({ settled: z.boolean(), task: taskDetail }),
  async run({ taskId: wanted, waitMs, maxCharacters: most }, { coordinator, signal }) {
    const { pool, task: found } = requireTask(coordinator, wanted);
    const task = await untilSettled(pool, found, waitMs, signal);
    const settled = isSettled(task);
    if (!settled) signal.throwIfAborted();
    const detail = detailOf(pool, task, most);
    const text = `${textOf(detail)}${settled ? '' : '\nIt is not settled yet: call wait_for_task again.'}`;
    return { text, data: { settled, task: detail } };
  },
});

const listTasks = (limits: InputLimits): Tool =>
  defineTool({
    name: 'list_tasks',
    title: 'List tasks',
    description:
      'Tasks of a pool, page by page, without payloads and results: all that are not settled, and those settled that are still retained. NOT_FOUND.',
    hints: reading,
    parameters: z.strictObject({
      pool: existingPool,
      statuses: listOf(oneOf(['PENDING', 'IN_PROGRESS', 'COMPLETED', 'FAILED', 'CANCELLED']), MAX_FILTER_ITEMS)
        .optional()
        .describe('Any of these.'),
      types: listOf(taskType, MAX_FILTER_ITEMS).optional().describe('Any of these.'),
      agentId: id().optional().describe('Tasks of which this agent had an attempt.'),
      waitReasons: listOf(
        oneOf(['NO_IDLE_AGENT', 'DEPENDENCY_DOWN', 'MISSING_SKILL', 'NO_OTHER_AGENT', 'BACKOFF', 'POOL_PAUSED']),
        MAX_FILTER_ITEMS,
      )
        .optional()
        .describe('PENDING tasks that wait for any of these.'),
      search: textUpTo(limits.maxSearchLength)
        .optional()
        .describe('Part of the id, type, idempotency key, trace id, error, or a text at the top of the payload.'),
      deadLettered: flag().optional().describe('True for FAILED tasks alone, false for all others.'),
      orderBy: oneOf(['CREATED_DESC', 'CREATED_ASC', 'UPDATED_DESC'])
        .default('CREATED_DESC')
        .describe('In which order.'),
      first: whole(1, limits.maxPage).default(DEFAULT_PAGE).describe('How many at most.'),
      after: z.string('must be a text').optional().describe('`next` of the page before, of the same order.'),
    }),
    data: z.object({
      tasks: z.array(taskSummary),
      totalCount: z.int().describe('Tasks that meet the filter, on all pages'),
      next: z.string().nullable().describe('Give it as `after` for the next page; null on the last'),
    }),
    run({ pool: name, orderBy, first, after, ...filter }, { coordinator }) {
      const pool = coordinator.requirePool(name);
      const page = taskPage(pool.view, filterOf(filter), orderBy, first, placeOf(after, orderBy));
      const tasks = page.tasks.map(({ task }) => summaryOf(pool, task));
      const last = page.tasks.at(-1);
      const next = page.hasNextPage && last !== undefined ? encodeTaskPlace(orderBy, last.key) : null;
      const heading = `${String(tasks.length)} of ${String(page.totalCount)} tasks${next === null ? '' : `; the next page is after ${next}`}.`;
      return { text: [heading, ...tasks.map(lineOf)].join('\n'), data: { tasks, totalCount: page.totalCount, next } };
    },
  });

export function lookupTools(limits: InputLimits): readonly Tool[] {
  return [waitForTask, getTask, listTasks(limits)];
}

type Filter = Parameters<typeof taskPage>[1];

function filterOf({ statuses, types, agentId, waitReasons, search, deadLettered }: Given): Filter {
  return {
    statuses: statuses ?? null,
    types: types ?? null,
    agentId: agentId ?? null,
    waitReasons: waitReasons ?? null,
    search: search === undefined || search === '' ? null : search,
    deadLettered: deadLettered ?? null,
  };
}

/** What may be left out is. */
type Given = { readonly [Key in keyof Filter]?: NonNullable<Filter[Key]> | undefined };

function placeOf(after: string | undefined, order: Parameters<typeof taskPage>[2]): number | null {
  return after === undefined ? null : decodeTaskPlace(after, order);
}

function requireTask(coordinator: Pools, taskIdGiven: string): { readonly pool: Pool; readonly task: TaskState } {
  const found = coordinator.task(taskIdGiven);
  if (found !== null) return found;
  throw new Rejection('NOT_FOUND', `There is no task ${shortened(taskIdGiven)}.`, { field: 'taskId' });
}
