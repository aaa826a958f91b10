import { AgentsDocument, type AgentSummaryFragment } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { present, printRows } from '../results.js';
import { age, duration, mebibytes, percent } from '../shown.js';
import type { Column } from '../table.js';

export const listAgents: Handler<{ readonly json?: boolean }> = async (call) => {
  const connection = call.connect();
  const { pool } = await connection.ask(AgentsDocument, { pool: connection.pool });
  printRows(call, agentColumns(Date.now()), present(pool, `pool ${connection.pool}`).agents, 'There are no agents.');
  return undefined;
};

export function agentColumns(nowMs: number): Column<AgentSummaryFragment>[] {
  return [
    { title: 'AGENT', of: ({ id }) => id },
    { title: 'NAME', of: ({ name }) => name, flexible: true },
    { title: 'KIND', of: ({ kind }) => kind },
    { title: 'STATUS', of: ({ status }) => status, isStatus: true },
    {
      title: 'TASK',
      of: ({ currentTask, statusReason }) =>
        currentTask == null ? statusReason : `${currentTask.type} for ${age(currentTask.startedAt, nowMs)}`,
      flexible: true,
    },
    { title: 'DONE', of: ({ performance }) => performance.tasksCompleted, align: 'right' },
    { title: 'FAILED', of: ({ performance }) => performance.tasksFailed, align: 'right' },
    { title: 'MEAN', of: ({ performance }) => duration(performance.averageTaskTimeMs), align: 'right' },
    { title: 'CPU', of: ({ health }) => percent(health.cpuUsage), align: 'right' },
    { title: 'MEMORY', of: ({ health }) => mebibytes(health.heapUsedBytes), align: 'right' },
  ];
}
