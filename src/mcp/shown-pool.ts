import { z } from 'zod';
import { agentStatus, type AgentState } from '../core/agent.js';
import type { Pool } from '../engine/pool.js';
import { poolStatus } from '../views/figures.js';
import { instant, instantOf } from './shown-value.js';

const SHOWN_AGENTS = 20;

export const shownAgent = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string().describe('PROCESS (run by the server) or REMOTE (runs elsewhere)'),
  status: z.string().describe('IDLE, ANALYZING, EXECUTING, DEGRADED or DRAINING'),
  statusReason: z.string().nullable().describe('Why it is DEGRADED or DRAINING'),
  currentTaskId: z.string().nullable(),
  taskTypes: z.array(z.string()).describe('What it takes; empty for all types'),
  skills: z.array(z.string()),
  tasksCompleted: z.int(),
  tasksFailed: z.int(),
});

export const shownPool = z.object({
  name: z.string(),
  status: z.string().describe('RUNNING, PAUSED, DRAINING or STOPPED'),
  health: z.string().describe('HEALTHY, or DEGRADED while an agent or a dependency is'),
  size: z.int().describe('Agents it has'),
  maxSize: z.int(),
  queueLength: z.int().describe('Tasks that wait'),
  queueCapacity: z.int(),
  tasksInProgress: z.int(),
  agents: z
    .array(shownAgent)
    .describe(`The first ${String(SHOWN_AGENTS)}; those that are busy or not well before idle ones`),
  agentsOmitted: z.int().describe('Agents that are not shown'),
  dependencies: z.array(
    z.object({
      name: z.string(),
      status: z.string().describe('UP or DOWN'),
      gatedTypes: z.array(z.string()).describe('Types of tasks that wait while it is down'),
      waitingTasks: z.int(),
      since: instant,
      reason: z.string().nullable().describe('Why it is down'),
    }),
  ),
});

export type ShownAgent = z.infer<typeof shownAgent>;
export type ShownPool = z.infer<typeof shownPool>;

export function shownAgentOf(agent: AgentState): ShownAgent {
  const { id, name, kind, reason, attempt, taskTypes, verifiedSkills, tasksCompleted, tasksFailed } = agent;
  return {
    ...{ id, name, kind, status: agentStatus(agent), statusReason: reason },
    currentTaskId: attempt === null || attempt.over ? null : attempt.taskId,
    ...{ taskTypes: [...taskTypes], skills: [...verifiedSkills], tasksCompleted, tasksFailed },
  };
}

export function shownPoolOf({ name, view }: Pool): ShownPool {
  const agents = [...view.agents.values()].map(shownAgentOf);
  const shown = [
    ...agents.filter(({ status }) => status !== 'IDLE'),
    ...agents.filter(({ status }) => status === 'IDLE'),
  ];
  return {
    name,
    status: poolStatus(view),
    health: view.degraded ? 'DEGRADED' : 'HEALTHY',
    ...{ size: agents.length, maxSize: view.limits.maxSize },
    ...{ queueLength: view.counters.byStatus.PENDING, queueCapacity: view.limits.maxQueueLength },
    tasksInProgress: view.counters.byStatus.IN_PROGRESS,
    agents: shown.slice(0, SHOWN_AGENTS),
    agentsOmitted: Math.max(0, agents.length - SHOWN_AGENTS),
    dependencies: [...view.dependencies.values()].map(({ name: dependency, status, gatedTypes, sinceMs, error }) => ({
      ...{ name: dependency, status, gatedTypes: [...gatedTypes] },
      waitingTasks: status === 'DOWN' ? view.waitingTasks(gatedTypes) : 0,
      since: instantOf(sinceMs),
      reason: error,
    })),
  };
}

/** For people, and for clients that read no structured answers. */
export function poolText({
  name,
  status,
  health,
  size,
  queueLength,
  queueCapacity,
  agents,
  dependencies,
}: ShownPool): string {
  const idle = agents.filter((agent) => agent.status === 'IDLE').length;
  const notIdle = agents.filter((agent) => agent.status !== 'IDLE');
  const down = dependencies.filter((dependency) => dependency.status === 'DOWN');
  return [
    `Pool ${name} is ${status} and ${health}: ${String(size)} agents, ${String(queueLength)} of at most ${String(queueCapacity)} tasks wait.`,
    ...(idle === 0 ? [] : [`${String(idle)} of the agents shown are IDLE.`]),
    ...notIdle.map((agent) =>
      `${agent.id} ${agent.name} ${agent.status} ${agent.currentTaskId ?? agent.statusReason ?? ''}`.trimEnd(),
    ),
    ...down.map((dependency) => `${dependency.name} is down; ${dependency.gatedTypes.join(', ')} tasks wait.`),
  ].join('\n');
}
