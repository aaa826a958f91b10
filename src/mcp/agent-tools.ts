import { z } from 'zod';
import type { InputLimits } from '../core/input-limits.js';
import { failAgent, spawnAgent } from '../engine/agent-changes.js';
import { MAX_TASK_TYPES } from './bounds.js';
import { agentId, existingPool, listOf, taskType, text, textUpTo } from './parameters.js';
import { agentKind } from './pool-tools.js';
import { shownAgent, shownAgentOf } from './shown-pool.js';
import { lineOf, summaryOf, taskSummary } from './shown-task.js';
import { defineTool, type Tool } from './tool.js';

const spawnAgentTool = (limits: InputLimits): Tool =>
  defineTool({
    name: 'spawn_agent',
    title: 'Add an agent',
    description:
      'Adds one agent to a pool. A REMOTE one is given tasks at once; without a worker of its own, end them with complete_task or ' +
      'fail_task. NOT_FOUND, POOL_FULL, POOL_NOT_RUNNING.',
    hints: { readOnly: false, destructive: false, idempotent: false, openWorld: false },
    parameters: z.strictObject({
      pool: existingPool,
      kind: agentKind.optional().describe('PROCESS runs it on the server, REMOTE elsewhere. Default: as configured.'),
      name: text(limits.maxNameLength).optional().describe('A name for people. Default: a number.'),
      taskTypes: listOf(taskType, MAX_TASK_TYPES).default([]).describe('The types it takes; empty for all.'),
      skills: listOf(text(limits.maxSkillLength), limits.maxSkills)
        .default([])
        .describe('Skills it has from the start.'),
    }),
    data: z.object({
      agent: shownAgent,
      sessionToken: z
        .string()
        .nullable()
        .describe('REMOTE alone: what its worker identifies itself with; shown only now'),
      leaseMs: z.int().describe('How long an attempt of a worker may go without a heartbeat'),
      heartbeatMs: z.int().describe('How often its worker should send one'),
    }),
    async run({ pool, kind, name, taskTypes, skills }, { coordinator, agentKind: configured, heartbeatMs }) {
      const made = await spawnAgent(coordinator.requirePool(pool), {
        ...{ kind: kind ?? configured, name: name ?? null, taskTypes, skills },
      });
      const agent = shownAgentOf(made.agent);
      const { sessionToken, leaseMs } = made;
      return {
        text: `${agent.id} (${agent.name}, ${agent.kind}) joined pool ${pool} and is ${agent.status}.`,
        data: { agent, sessionToken, leaseMs, heartbeatMs },
      };
    },
  });

const failAgentTool = (limits: InputLimits): Tool =>
  defineTool({
    name: 'fail_agent',
    title: 'Report a failed agent',
    description:
      'Says that an agent crashed: it becomes DEGRADED and its task goes on with another agent while attempts are left. A PROCESS one is ' +
      'replaced by a fresh process. One that is DEGRADED already stays as it is. NOT_FOUND.',
    hints: { readOnly: false, destructive: true, idempotent: false, openWorld: false },
    parameters: z.strictObject({
      agentId,
      reason: textUpTo(limits.maxReasonLength).optional().describe('What happened, for people.'),
    }),
    data: z.object({
      agent: shownAgent,
      task: taskSummary.nullable().describe('What it had in hand, as the failure left it'),
      reassigned: z.boolean().describe('Whether the task went to another agent at once'),
      taskFailedPermanently: z.boolean().describe('Whether it had no attempt left'),
    }),
    async run({ agentId: id, reason }, { coordinator }) {
      const { pool, task, reassigned, taskFailedPermanently, ...failed } = await failAgent(
        coordinator,
        id,
        reason ?? null,
      );
      const agent = shownAgentOf(failed.agent);
      const summary = task === null ? null : summaryOf(pool, task);
      return {
        text: `${id} is ${agent.status}. ${summary === null ? 'It had no task.' : lineOf(summary)}`,
        data: { agent, task: summary, reassigned, taskFailedPermanently },
      };
    },
  });

export function agentTools(limits: InputLimits): readonly Tool[] {
  return [spawnAgentTool(limits), failAgentTool(limits)];
}
