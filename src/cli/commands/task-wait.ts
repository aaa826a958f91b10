import { TaskDetailDocument } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { present, wordAt } from '../results.js';
import { printSettled } from '../settled.js';

export const waitForTask: Handler<{ readonly json?: boolean; readonly waitMs?: number }> = async (call) => {
  const connection = call.connect();
  const taskId = wordAt(call.args, 0);
  // Asked first, for a wrong id or server should not be waited for.
  const { task } = await connection.ask(TaskDetailDocument, { taskId, events: 1 });
  const { id, pool } = present(task, `task ${taskId}`);
  return printSettled(call, connection, { id, pool, after: null });
};
