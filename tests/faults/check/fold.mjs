/**
 * Folds a whole log by a model of its own, much simpler than the product's: which tasks there are, where each stands, which attempt
 * of it is live and on which agent. Anything that cannot follow what went before is a finding.
 *
 * @returns {{ tasks: Map<string, object>, byKey: Map<string, string[]>, byNumber: Map<number, string[]> }}
 */
export function foldLog(records, findings) {
  const tasks = new Map();
  const byKey = new Map();
  const byNumber = new Map();
  const busy = new Map();
  let position = 0;
  for (const { position: at, atMs, event } of records) {
    if (at !== position + 1) findings.silent(`after record ${position} comes ${at}`);
    position = at;
    if (!('taskId' in event)) continue;
    const { type, taskId } = event;
    if (type === 'TaskSubmitted') {
      if (tasks.has(taskId)) findings.twice(`task ${taskId} is submitted again at ${at}`);
      tasks.set(taskId, {
        ...{ id: taskId, input: event.input, status: 'PENDING', live: null, attempts: 0 },
        ...{ completions: [], failures: [], cancellations: [], replays: 0 },
      });
      add(byKey, event.input.idempotencyKey, taskId);
      add(byNumber, event.input.payload.n, taskId);
      continue;
    }
    const task = tasks.get(taskId);
    if (task === undefined) {
      findings.silent(`${type} at ${at} of a task that was never submitted: ${taskId}`);
      continue;
    }
    follow(task, event, atMs, (isRight, what) => {
      if (!isRight) findings[what.startsWith('twice') ? 'twice' : 'silent'](`${type} of ${taskId} at ${at}: ${what}`);
    });
    occupy(busy, event, (what) => findings.twice(`at ${at}: ${what}`));
  }
  return { tasks, byKey, byNumber };
}

function follow(task, event, atMs, hold) {
  const isLive = task.live !== null && task.live.number === event.attempt && task.live.agentId === event.agentId;
  switch (event.type) {
    case 'TaskQueued':
    case 'TaskRetryScheduled':
    case 'TaskRetryDue':
      hold(task.status === 'PENDING', `it is ${task.status}`);
      return;
    case 'TaskAssigned':
      hold(task.live === null, 'twice: another attempt of it is live');
      hold(task.status === 'PENDING', `it is ${task.status}`);
      hold(event.attempt === task.attempts + 1, `attempt ${event.attempt} follows ${task.attempts}`);
      task.attempts = event.attempt;
      task.live = { number: event.attempt, agentId: event.agentId };
      task.status = 'IN_PROGRESS';
      return;
    case 'TaskStarted':
    case 'TaskProgressed':
      hold(isLive, `attempt ${event.attempt} is not the live one`);
      return;
    case 'TaskCompleted':
      hold(isLive, `twice: attempt ${event.attempt} is over`);
      task.completions.push(event.result);
      task.live = null;
      task.status = 'COMPLETED';
      return;
    case 'AttemptFailed':
      hold(isLive, `twice: attempt ${event.attempt} is over`);
      task.failures.push({
        ...{ attempt: event.attempt, atMs },
        ...{ outcome: event.outcome, code: event.error.code },
      });
      task.live = null;
      task.status = 'PENDING';
      return;
    case 'TaskFailed':
      hold(task.status === 'PENDING' && task.live === null, `it is ${task.status}`);
      task.status = 'FAILED';
      return;
    case 'TaskCancelled':
      hold(task.status === 'PENDING' || task.status === 'IN_PROGRESS', `twice: it is ${task.status}`);
      hold((event.agentId ?? null) === (task.live?.agentId ?? null), 'it names another agent');
      task.cancellations.push(event.reason);
      task.live = null;
      task.status = 'CANCELLED';
      return;
    case 'TaskReplayed':
      hold(task.status === 'FAILED' || task.status === 'CANCELLED', `twice: it is ${task.status}`);
      task.replays += 1;
      task.status = 'PENDING';
      return;
    default:
      hold(false, 'the checker does not know this event');
  }
}

/** No agent has two attempts at a time. */
function occupy(busy, { type, taskId, agentId }, twice) {
  if (type === 'TaskAssigned') {
    if (busy.has(agentId)) twice(`${agentId} is given ${taskId} while it has ${busy.get(agentId)}`);
    busy.set(agentId, taskId);
  } else if (type === 'TaskCompleted' || type === 'AttemptFailed' || type === 'TaskCancelled') {
    if (busy.get(agentId) === taskId) busy.delete(agentId);
  }
}

function add(index, key, taskId) {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, [taskId]);
  else ids.push(taskId);
}
