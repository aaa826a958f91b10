import { TaskDetailDocument, type TaskDetailQuery } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { toneOf } from '../paint.js';
import { printable } from '../printable.js';
import { present, printJson, wordAt } from '../results.js';
import { age, clock, duration } from '../shown.js';
import { pairs, table, type TableStyle } from '../table.js';

type Task = NonNullable<TaskDetailQuery['task']>;

const EVENTS = 100;
/** Of payload and result, for people; `--json` shows all. */
const SHOWN_CHARACTERS = 2_000;

export const showTask: Handler<{ readonly json?: boolean }> = async (call) => {
  const taskId = wordAt(call.args, 0);
  const answer = await call.connect().ask(TaskDetailDocument, { taskId, events: EVENTS });
  const task = present(answer.task, `task ${taskId}`);
  if (call.options.json === true) printJson(call, task);
  else
    call.terminal.data([...factsOf(task, call.terminal.style), '', ...storyOf(task, call.terminal.style)].join('\n'));
  return undefined;
};

function factsOf(task: Task, { paint }: TableStyle): string[] {
  const now = Date.now();
  const { wait, progress, error } = task;
  const tries = `${String(task.attemptCount)} of ${String(task.maxAttempts)}`;
  const lines: [string, string | null][] = [
    ['task', task.id],
    ['pool', task.pool],
    ['type', task.type],
    ['status', paint(task.status, toneOf(task.status))],
    ['waits', wait == null ? null : printable(`${wait.reason}: ${wait.detail}, for ${age(wait.since, now)}`)],
    [
      'progress',
      progress == null ? null : printable(`${String(Math.round(progress.fraction * 100))} % ${progress.note ?? ''}`),
    ],
    ['agent', task.assignedAgent == null ? null : printable(`${task.assignedAgent.name} (${task.assignedAgent.id})`)],
    ['priority', String(task.priority)],
    ['attempts', tries],
    ['skills', task.requiredSkills.length === 0 ? null : printable(task.requiredSkills.join(', '))],
    ['key', task.idempotencyKey == null ? null : printable(task.idempotencyKey)],
    ['trace', task.traceId ?? null],
    ['created', `${task.createdAt}, ${age(task.createdAt, now)} ago`],
    ['assigned', task.assignmentLatencyMs == null ? null : `after ${duration(task.assignmentLatencyMs)}`],
    ['settled', task.completedAt ?? null],
    ['error', error == null ? null : printable(`${error.code}: ${error.message}`)],
    ['payload', shownJson(task.payload)],
    ['result', task.result === undefined || task.result === null ? null : shownJson(task.result)],
  ];
  return pairs(
    lines.filter((line): line is [string, string] => line[1] !== null),
    paint,
  );
}

function storyOf({ attempts, history }: Task, style: TableStyle): string[] {
  const tries = table(
    [
      { title: 'ATTEMPT', of: ({ number }) => number, align: 'right' },
      { title: 'AGENT', of: ({ agentId }) => agentId },
      { title: 'WHY', of: ({ routing }) => routing.strategy },
      { title: 'OUTCOME', of: ({ outcome }) => outcome ?? 'runs', isStatus: true },
      {
        title: 'TOOK',
        of: ({ assignedAt, endedAt }) =>
          endedAt == null ? null : duration(Date.parse(endedAt) - Date.parse(assignedAt)),
        align: 'right',
      },
      { title: 'ERROR', of: ({ error }) => (error == null ? null : `${error.code}: ${error.message}`), flexible: true },
    ],
    attempts,
    style,
  );
  const events = table(
    [
      { title: 'AT', of: ({ occurredAt }) => clock(occurredAt) },
      { title: 'EVENT', of: ({ type }) => type, isStatus: true },
      { title: 'AGENT', of: ({ agentId }) => agentId },
      { title: 'MESSAGE', of: ({ message }) => message, flexible: true },
    ],
    history,
    style,
  );
  return [...(attempts.length === 0 ? [] : [...tries, '']), ...events];
}

function shownJson(value: unknown): string {
  const text = JSON.stringify(value);
  return printable(text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}… (--json shows all)`);
}
