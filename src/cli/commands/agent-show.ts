import { AgentDetailDocument } from '../../generated/graphql.js';
import type { Handler } from '../call.js';
import { toneOf } from '../paint.js';
import { printable } from '../printable.js';
import { present, printJson, wordAt } from '../results.js';
import { age, duration, mebibytes, percent } from '../shown.js';
import { pairs, table } from '../table.js';

export const showAgent: Handler<{ readonly json?: boolean }> = async (call) => {
  const agentId = wordAt(call.args, 0);
  const answer = await call.connect().ask(AgentDetailDocument, { agentId });
  const agent = present(answer.agent, `agent ${agentId}`);
  if (call.options.json === true) {
    printJson(call, agent);
    return undefined;
  }
  const { style } = call.terminal;
  const { currentTask: task, health, performance } = agent;
  const now = Date.now();
  const reason = agent.statusReason == null ? '' : `, ${printable(agent.statusReason)}`;
  const lines: [string, string][] = [
    ['agent', agent.id],
    ['name', printable(agent.name)],
    ['pool', agent.pool],
    ['kind', agent.kind],
    ['status', `${style.paint(agent.status, toneOf(agent.status))}${reason}`],
    ['task', task == null ? '-' : `${task.id} ${task.type}, for ${age(task.startedAt, now)}`],
    ['takes', agent.taskTypes.length === 0 ? 'every type' : agent.taskTypes.join(', ')],
    ['skills', agent.verifiedSkills.length === 0 ? '-' : printable(agent.verifiedSkills.join(', '))],
    ['spawned', `${age(agent.spawnedAt, now)} ago`],
    ['sign of life', health.lastHeartbeatAt == null ? '-' : `${age(health.lastHeartbeatAt, now)} ago`],
    ['memory', `${mebibytes(health.heapUsedBytes)}, ${percent(health.memoryUsage)} of its limit`],
    ['cpu', percent(health.cpuUsage)],
    ['failures', `${String(health.consecutiveFailures)} in a row`],
    ['isolation', agent.isolation.sharedStateDetected ? style.paint('shares state', 'red') : 'nothing shared'],
    ['context', agent.contextWindowId],
    ['tools', agent.toolSessionId],
    ['memory id', agent.memoryHandleId],
  ];
  const byType = table(
    [
      { title: 'TYPE', of: ({ type }) => type },
      { title: 'COMPLETED', of: ({ completed }) => completed, align: 'right' },
      { title: 'FAILED', of: ({ failed }) => failed, align: 'right' },
      { title: 'MEAN', of: ({ averageTaskTimeMs }) => duration(averageTaskTimeMs), align: 'right' },
    ],
    performance.byType,
    style,
  );
  call.terminal.data([...pairs(lines, style.paint), '', ...byType].join('\n'));
  return undefined;
};
