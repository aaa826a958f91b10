import { evolve } from '../../../dist/core/evolve.js';
import { emptyState } from '../../../dist/core/state.js';
import { publicEvents } from '../../../dist/views/public-event.js';

/** What readers of tasks see of each record, told here once more: one event, and always the same. */
const TASK_NAMES = {
  ...{ TaskSubmitted: 'SUBMITTED', TaskQueued: 'QUEUED', TaskAssigned: 'ASSIGNED', TaskStarted: 'STARTED' },
  ...{ TaskProgressed: 'PROGRESSED', AttemptFailed: 'ATTEMPT_FAILED', TaskRetryScheduled: 'RETRY_SCHEDULED' },
  ...{ TaskCompleted: 'COMPLETED', TaskFailed: 'FAILED', TaskCancelled: 'CANCELLED', TaskReplayed: 'REPLAYED' },
};

/**
 * Compares the events that one reader wrote down, over all its interruptions, with those that the log has: in order, each once,
 * none left out from its first cursor to its last. `end` is a task whose completion it has seen if it is complete to the end, null
 * where that is not asked.
 *
 * @returns {number} events seen
 */
export function compareWithReader(name, [begin, ...seen], { records, logId }, end, findings) {
  if (begin === undefined) return 0;
  const from = placeOf(begin.from, logId);
  if (from === null) findings.silent(`${name} began at a cursor of another log`);
  const expected = eventsOf(records);
  let next = expected.findIndex(({ position }) => position > (from?.position ?? 0));
  if (next === -1) next = expected.length;
  for (const { cursor, missedBefore, kind, name: event, task, status } of seen) {
    const place = placeOf(cursor, logId);
    const due = expected[next];
    next += 1;
    const isRight =
      place !== null &&
      due !== undefined &&
      missedBefore === 0 &&
      place.position === due.position &&
      [kind, event].join() === [due.kind, due.name].join() &&
      (kind !== 'TASK' || (task === due.task && status === due.status));
    if (isRight) continue;
    findings.silent(
      `${name} saw ${kind} ${event} at ${place?.position} (missed ${missedBefore}) where the log has ${JSON.stringify(due)}`,
    );
    return seen.length;
  }
  if (end !== null && !seen.some(({ name: event, task }) => event === 'COMPLETED' && task === end))
    findings.silent(`${name} ends before the last task is completed`);
  const own = records.filter(({ event }) => event.type in TASK_NAMES);
  const told = expected.filter(({ kind }) => kind === 'TASK');
  const differs = own.findIndex(
    ({ position, event }, index) =>
      told[index]?.position !== position ||
      told[index].name !== TASK_NAMES[event.type] ||
      told[index].task !== event.taskId,
  );
  if (differs !== -1 || own.length !== told.length)
    findings.silent(`record ${own[differs]?.position} is shown wrongly`);
  return seen.length;
}

/** Everything that readers see of a whole log, by the product's own rules. */
function eventsOf(records) {
  const state = emptyState();
  return records.flatMap((record) => {
    const moment = evolve(state, record);
    return publicEvents(moment).map(({ kind, name }) => ({
      ...{ position: record.position, kind, name },
      ...{ task: record.event.taskId ?? null, status: moment.task?.status ?? null },
    }));
  });
}

function placeOf(cursor, logId) {
  const [id, position, parts] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  return id === logId ? { position: Number(position), parts: Number(parts) } : null;
}
