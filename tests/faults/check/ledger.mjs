/**
 * Compares what clients were told with what is in the logs, operation by operation.
 *
 * @returns {{ acknowledged: number, refused: number, ambiguous: number, ambiguousDone: number, unanswered: number }}
 *   `ambiguous`: operations that were left without an answer once or more, and have one now; `ambiguousDone`: those of them that
 *   turned out to be done; `unanswered`: those that wait for one still.
 */
export function compareWithLedger(ledger, logs, findings) {
  const operations = operationsOf(ledger);
  const marks = marksOf(logs);
  for (const operation of operations.values()) {
    const of = findings.of(operation.pool);
    if (operation.kind === 'submit' || operation.kind === 'retry') continue;
    const places = marks.get(operation.op) ?? [];
    compare(`${operation.kind} ${operation.op}`, bounds(operation), places.length, of);
    if (places.some(({ kind, taskId }) => kind !== operation.kind || taskId !== operation.taskId))
      of.silent(`${operation.kind} ${operation.op} of ${operation.taskId} was done as ${JSON.stringify(places)}`);
  }
  for (const op of marks.keys()) if (!operations.has(op)) findings.of('?').silent(`nobody intended operation ${op}`);
  compareSubmissions(operations, logs, findings);
  compareReplays(operations, logs, findings);
  compareResults(logs, findings);
  for (const { is, pool, figures } of ledger)
    if (is === 'end') compareFigures(figures, logs.get(pool).folded, findings.of(pool));
  return countsOf([...operations.values()]);
}

function operationsOf(ledger) {
  const operations = new Map();
  for (const line of ledger) {
    if (line.is === 'intent') operations.set(line.op, { ...line, end: null, tries: 0 });
    else if (line.op === undefined) continue;
    else if (line.is === 'unknown') operations.get(line.op).tries += 1;
    else operations.get(line.op).end = line;
  }
  return operations;
}

/** How often an operation may be in the log: at least, and at most. */
function bounds({ kind, end, tries }) {
  if (kind === 'never') return [0, 0];
  if (end === null) return [0, 1];
  if (end.is === 'ack') return [1, 1];
  if (end.is === 'refused') return [0, 0];
  if (end.applied === null) return [0, Math.min(1, tries)];
  return end.applied ? [1, 1] : [0, 0];
}

function compare(what, [least, most], count, findings) {
  if (count < least) findings.lost(`${what} is acknowledged, and not in the log`);
  else if (count > most && most === 0) findings.silent(`${what} was refused, and is in the log`);
  else if (count > most) findings.twice(`${what} is in the log ${count} times`);
}

/** Operations leave their number in results, error codes and reasons. */
function marksOf(logs) {
  const marks = new Map();
  const mark = (op, kind, taskId) => {
    if (op !== undefined) marks.set(Number(op), [...(marks.get(Number(op)) ?? []), { kind, taskId }]);
  };
  for (const { folded } of logs.values()) {
    for (const { id, completions, failures, cancellations } of folded.tasks.values()) {
      for (const result of completions) mark(result?.op, 'complete', id);
      for (const { code } of failures) mark(/^OP_(\d+)$/.exec(code)?.[1], 'fail', id);
      for (const reason of cancellations) mark(/^op (\d+)$/.exec(reason ?? '')?.[1], 'cancel', id);
    }
  }
  return marks;
}

/** By key: several operations may have sent the same one, and all of them are the same task. */
function compareSubmissions(operations, logs, findings) {
  const byKey = new Map();
  for (const operation of operations.values()) {
    if (operation.kind === 'never')
      for (const [pool, { folded }] of logs)
        if (folded.byNumber.has(operation.op)) findings.of(pool).silent(`what was refused is a task: ${operation.op}`);
    if (operation.kind === 'submit') byKey.set(operation.key, [...(byKey.get(operation.key) ?? []), operation]);
  }
  for (const [key, same] of byKey) {
    const [{ pool, n, ends }] = same;
    const of = findings.of(pool);
    const folded = logs.get(pool)?.folded;
    const ids = folded?.byKey.get(key) ?? [];
    const all = same.map(bounds);
    const least = Math.max(...all.map(([each]) => each));
    compare(`task ${key}`, [least, Math.max(...all.map(([, each]) => each))], ids.length, of);
    for (const { end } of same) {
      if (end?.is !== 'ack') continue;
      if (ids.length > 0 && end.taskId !== ids[0]) of.silent(`${key} was told to be ${end.taskId}, and is ${ids[0]}`);
      if (same.length === 1 && end.replayed && !end.inDoubt) of.silent(`${key} was a replay at its first try`);
    }
    if (ids.length > 0 && folded.tasks.get(ids[0]).input.payload.n !== n) of.silent(`${key} has another payload`);
    if (ids.length > 0 && ends !== undefined) compareEnd(folded.tasks.get(ids[0]), ends, of);
  }
  for (const [pool, { folded }] of logs)
    for (const key of folded.byKey.keys())
      if (!byKey.has(key)) findings.of(pool).silent(`a task with a key that nobody sent: ${key}`);
}

/** A task of which it was known how it has to end. That it ends at all is looked at elsewhere. */
function compareEnd({ id, status, live, failures }, ends, findings) {
  if (status !== 'PENDING' && live === null && status !== ends.status)
    findings.silent(`task ${id} was to end as ${ends.status}, and is ${status}`);
  for (const { attempt, outcome, code } of failures)
    if (outcome !== ends.outcome || !code)
      findings.silent(
        `attempt ${attempt} of ${id} was to end as ${ends.outcome}, and ended as ${outcome} with ${code}`,
      );
}

/** A replay bears no mark; each task is replayed by one client only, so that they can be counted. */
function compareReplays(operations, logs, findings) {
  const byTask = new Map();
  for (const operation of operations.values()) {
    if (operation.kind !== 'retry') continue;
    const { pool, taskId, end, tries } = operation;
    const sum = byTask.get(taskId) ?? { pool, least: 0, most: 0 };
    sum.least += end?.is === 'ack' ? 1 : 0;
    sum.most += (end?.is === 'ack' ? 1 : 0) + tries + (end === null ? 1 : 0);
    byTask.set(taskId, sum);
  }
  for (const [pool, { folded }] of logs) {
    for (const { id, replays } of folded.tasks.values()) {
      const { least, most } = byTask.get(id) ?? { least: 0, most: 0 };
      compare(`retry of ${id}`, [least, most], replays, findings.of(pool));
    }
  }
}

/** What agents made is of the task that they were given. */
function compareResults(logs, findings) {
  for (const [pool, { folded }] of logs) {
    for (const { id, input, completions } of folded.tasks.values()) {
      for (const result of completions)
        if (result?.op === undefined && result?.n !== input.payload.n)
          findings.of(pool).silent(`task ${id} has the result of another: ${JSON.stringify(result)}`);
    }
  }
}

/** The sums that the pool told of its whole life, over all restarts, after everything had settled. */
function compareFigures(figures, { tasks }, findings) {
  const count = (status) => [...tasks.values()].filter((task) => task.status === status).length;
  const counted = {
    ...{ tasksTotal: tasks.size, tasksPending: count('PENDING'), tasksInProgress: count('IN_PROGRESS') },
    ...{ tasksCompleted: count('COMPLETED'), tasksFailed: count('FAILED'), tasksCancelled: count('CANCELLED') },
  };
  for (const [name, value] of Object.entries(counted))
    if (figures[name] !== value) findings.silent(`${name} was told to be ${figures[name]}, the log has ${value}`);
}

function countsOf(operations) {
  const count = (matches) => operations.filter(matches).length;
  return {
    acknowledged: count(({ end }) => end?.is === 'ack'),
    refused: count(({ end }) => end?.is === 'refused'),
    ambiguous: count(({ end, tries }) => tries > 0 && end !== null),
    ambiguousDone: count(({ end, tries }) => tries > 0 && (end?.replayed === true || end?.applied === true)),
    unanswered: count(({ end }) => end === null),
  };
}
