import { CancelTaskDocument, RetryTaskDocument } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { confirmed } from '../confirm.js';
import { forEach, wordsAt } from '../results.js';
import { count } from '../shown.js';

interface Options {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly reason?: string;
}

export const cancelTasks: Handler<Options> = async (call) => {
  const connection = call.connect();
  const ids = wordsAt(call.args, 0);
  const { reason, yes } = call.options;
  const what = `This cancels ${count(ids.length, 'task')} at ${connection.url}: ${ids.join(', ')}.`;
  await confirmed(call.terminal, what, yes, call.signal);
  return forEach(
    call,
    ids,
    async (taskId) => {
      const input = { taskId, ...(reason !== undefined && { reason }) };
      return (await connection.tell(CancelTaskDocument, { input })).cancelTask.task;
    },
    ({ id, status }) => `${id} is ${status}.`,
  );
};

export const retryTasks: Handler<Options> = async (call) => {
  const connection = call.connect();
  return forEach(
    call,
    wordsAt(call.args, 0),
    async (taskId) => (await connection.tell(RetryTaskDocument, { input: { taskId } })).retryTask.task,
    ({ id, status }) => `${id} is ${status}.`,
  );
};
