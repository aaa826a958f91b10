import { COMPLETE, FAIL, LOOK } from './documents.mjs';
import { askAgain, carryOut } from './operation.mjs';

/* The end of an attempt, as its agent reports it (with the lease) or an operator says (without). Each bears its operation's number. */

export function complete(surroundings, { pool, taskId, leaseToken }) {
  const op = surroundings.nextOp();
  const input = { taskId, leaseToken, result: { op } };
  return carryOut(
    surroundings,
    { op, kind: 'complete', pool, taskId },
    () => surroundings.api.call(COMPLETE, { input }),
    { look: () => look(surroundings, taskId, ({ result }) => result?.op === op) },
  );
}

export function fail(surroundings, { pool, taskId, leaseToken }) {
  const op = surroundings.nextOp();
  const code = `OP_${op}`;
  // Of an operator it is the last word: said again after a try in doubt, it would end the next attempt too.
  const input = { taskId, leaseToken, code, message: 'as asked', retryable: leaseToken !== undefined };
  return carryOut(surroundings, { op, kind: 'fail', pool, taskId }, () => surroundings.api.call(FAIL, { input }), {
    look: () => look(surroundings, taskId, ({ attempts }) => attempts.some(({ error }) => error?.code === code)),
  });
}

/** What the server says of a task now; null where it has forgotten it. */
export async function look(surroundings, taskId, isDone) {
  const { data } = await askAgain(surroundings, () => surroundings.api.call(LOOK, { id: taskId }));
  return data?.task == null ? null : isDone(data.task);
}
