import { PoolOverviewDocument, SetDependencyStatusDocument, type DependencySetting } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { confirmed } from '../confirm.js';
import { present, printChange, printRows, wordAt } from '../results.js';
import { age } from '../shown.js';

export const listDependencies: Handler<{ readonly json?: boolean }> = async (call) => {
  const connection = call.connect();
  const { pool } = await connection.ask(PoolOverviewDocument, { pool: connection.pool });
  const now = Date.now();
  printRows(
    call,
    [
      { title: 'DEPENDENCY', of: ({ name }) => name },
      { title: 'STATUS', of: ({ status }) => status, isStatus: true },
      { title: 'SINCE', of: ({ since }) => age(since, now), align: 'right' },
      { title: 'BY HAND', of: ({ overridden }) => (overridden ? 'yes' : 'no') },
      { title: 'WAITING', of: ({ waitingTasks }) => waitingTasks, align: 'right' },
      { title: 'TYPES', of: ({ gatedTypes }) => gatedTypes.join(', '), flexible: true },
      { title: 'LAST ERROR', of: ({ lastError }) => lastError, flexible: true },
    ],
    present(pool, `pool ${connection.pool}`).dependencies,
    'There are no dependencies.',
  );
  return undefined;
};

export const setDependency: Handler<{ readonly json?: boolean; readonly yes?: boolean }> = async (call) => {
  const connection = call.connect();
  const name = wordAt(call.args, 0);
  const status = wordAt(call.args, 1) as DependencySetting;
  const what = `This sets ${name} of pool ${connection.pool} at ${connection.url} to DOWN; tasks that need it will wait.`;
  if (status === 'DOWN') await confirmed(call.terminal, what, call.options.yes, call.signal);
  const input = { pool: connection.pool, name, status };
  const { setDependencyStatus } = await connection.tell(SetDependencyStatusDocument, { input });
  const { dependency } = setDependencyStatus;
  printChange(
    call,
    dependency,
    `${dependency.name} is ${dependency.status}${dependency.overridden ? ' by hand' : ''}.`,
  );
  return undefined;
};
