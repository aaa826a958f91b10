import { z } from 'zod';
import { TASK_TYPES } from '../core/task-type.js';
import type { IsolationFinding } from '../engine/isolation-findings.js';
import type { Pool } from '../engine/pool.js';
import { healthScore, meanLatencyMs, oldestPendingMs, utilization } from '../views/figures.js';
import { existingPool } from './parameters.js';
import { instant, instantOf } from './shown-value.js';
import { defineTool, type Tool } from './tool.js';

const SHOWN_FINDINGS = 20;

const isolationReport = defineTool({
  name: 'isolation_report',
  title: 'Check isolation',
  description:
    'Checks now that no two agents of a pool share context, tools or memory, and shows the evidence; takes up to 2 seconds. A breach that is ' +
    'new is put on record. NOT_FOUND.',
  hints: { readOnly: false, destructive: false, idempotent: true, openWorld: false },
  parameters: z.strictObject({ pool: existingPool }),
  data: z.object({
    at: instant,
    totalAgents: z.int(),
    breachesDetected: z.int().describe('Agents with issues'),
    details: z
      .array(
        z.object({
          agentId: z.string(),
          isolated: z.boolean(),
          issues: z.array(z.string()),
          evidence: z.array(z.string()).describe('What was looked at, and what could not be'),
        }),
      )
      .describe(`${String(SHOWN_FINDINGS)} at most, those with issues first`),
    detailsOmitted: z.int(),
  }),
  async run({ pool }, { coordinator }) {
    const { atMs, findings } = await coordinator.isolation.report(coordinator.requirePool(pool));
    const breached = findings.filter(isBreached);
    const shown = [...breached, ...findings.filter((finding) => !isBreached(finding))].slice(0, SHOWN_FINDINGS);
    const verdict = breached.map(({ agent, issues }) => `${agent.id}: ${issues.join('; ')}`);
    return {
      text: [
        `${String(findings.length)} agents checked, ${String(breached.length)} with issues.`,
        ...verdict.slice(0, SHOWN_FINDINGS),
      ].join('\n'),
      data: {
        ...{ at: instantOf(atMs), totalAgents: findings.length, breachesDetected: breached.length },
        details: shown.map((finding) => ({
          agentId: finding.agent.id,
          isolated: !isBreached(finding),
          ...{ issues: [...finding.issues], evidence: [...finding.evidence] },
        })),
        detailsOmitted: findings.length - shown.length,
      },
    };
  },
});

const percentiles = z.object({ p50Ms: z.number(), p95Ms: z.number(), p99Ms: z.number(), maxMs: z.number() }).nullable();
const measured = z.number().nullable();

const metrics = z.object({
  at: instant,
  agents: z.int(),
  agentsByStatus: z.record(z.string(), z.int()),
  tasksTotal: z.int().describe('Ever accepted'),
  tasksPending: z.int(),
  tasksInProgress: z.int(),
  tasksCompleted: z.int(),
  tasksFailed: z.int(),
  tasksCancelled: z.int(),
  submissionsRefused: z.int(),
  queueCapacity: z.int(),
  oldestPendingMs: measured.describe('How long the oldest task that waits has been waiting'),
  avgTaskDurationMs: measured,
  avgAssignmentLatencyMs: measured,
  assignmentLatency: percentiles.describe('Submission to first assignment'),
  taskDuration: percentiles.describe('Successful attempts, start to end'),
  utilization: z.number().describe('Agents with something in hand over all agents'),
  throughputPerSecond: z.number().describe('Tasks completed, over the last minute'),
  healthScore: z.number().describe('0 to 1'),
  isolationBreaches: z.int(),
  byType: z.array(
    z.object({ type: z.string(), pending: z.int(), inProgress: z.int(), completed: z.int(), failed: z.int() }),
  ),
});

const poolMetrics = defineTool({
  name: 'pool_metrics',
  title: 'Figures of a pool',
  description: 'Measured figures of a pool now; null where nothing was measured yet. NOT_FOUND.',
  hints: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
  parameters: z.strictObject({ pool: existingPool }),
  data: metrics,
  run({ pool: name }, { coordinator }) {
    const data = metricsOf(coordinator.requirePool(name));
    const { tasksPending, tasksInProgress, tasksCompleted, tasksFailed, avgTaskDurationMs, healthScore: health } = data;
    const mean = avgTaskDurationMs === null ? '' : `, mean duration ${avgTaskDurationMs.toFixed(1)} ms`;
    const text =
      `${String(tasksPending)} tasks wait, ${String(tasksInProgress)} run, ${String(tasksCompleted)} completed, ` +
      `${String(tasksFailed)} failed${mean}; health ${health.toFixed(2)}.`;
    return { text, data };
  },
});

export const insightTools: readonly Tool[] = [isolationReport, poolMetrics];

function metricsOf(pool: Pool): z.infer<typeof metrics> {
  const { view } = pool;
  const { byStatus, byType, isolationBreaches } = view.counters;
  const atMs = pool.wallMs();
  return {
    at: instantOf(atMs),
    agents: view.agents.size,
    agentsByStatus: { ...view.headcount.byStatus },
    tasksTotal: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    tasksPending: byStatus.PENDING,
    tasksInProgress: byStatus.IN_PROGRESS,
    tasksCompleted: byStatus.COMPLETED,
    tasksFailed: byStatus.FAILED,
    tasksCancelled: byStatus.CANCELLED,
    submissionsRefused: view.submissionsRefused,
    queueCapacity: view.limits.maxQueueLength,
    oldestPendingMs: oldestPendingMs(view, pool.clockMs()),
    avgTaskDurationMs: view.meanDurationMs(),
    avgAssignmentLatencyMs: meanLatencyMs(view),
    assignmentLatency: view.latency.percentiles(),
    taskDuration: view.durations.percentiles(),
    utilization: utilization(view),
    throughputPerSecond: view.seconds.throughput(atMs),
    healthScore: healthScore(view),
    isolationBreaches,
    byType: TASK_TYPES.map((type) => {
      const { pending, inProgress, completed, failed } = byType[type];
      return { type, pending, inProgress, completed, failed };
    }),
  };
}

function isBreached({ issues }: IsolationFinding): boolean {
  return issues.length > 0;
}
