import { byId, element, type Tone } from './dom';
import { duration, timeOfDay, words } from './format';
import type { Agent, Dependency, Pool, Snapshot } from './pool';

/** Puts one reading of the pool on the page. */
export function showSnapshot({ pool, serverInfo }: Snapshot): void {
  byId('server-info').textContent =
    `Version ${serverInfo.version} on Node.js ${serverInfo.node}, durability ${serverInfo.durability}, ` +
    `started ${new Date(serverInfo.startedAt).toLocaleString()}`;
  byId('as-of').textContent = `As of ${timeOfDay(new Date())}`;
  if (pool === null) {
    byId('figures').replaceChildren();
    byId('agents').replaceChildren();
    byId('dependencies-section').hidden = true;
    byId('agents-empty').textContent = 'There is no pool yet. Run InitializePool in GraphiQL to start one.';
    return;
  }
  byId('figures').replaceChildren(...figures(pool));
  byId('agents').replaceChildren(...pool.agents.map(agentCard));
  byId('agents-empty').textContent =
    pool.agents.length === 0
      ? `No agents. Up to ${String(pool.maxSize)} can be spawned.`
      : `${String(pool.agents.length)} of at most ${String(pool.maxSize)}`;
  byId('dependencies').replaceChildren(...pool.dependencies.map(dependencyCard));
  byId('dependencies-section').hidden = pool.dependencies.length === 0;
}

function figures(pool: Pool): HTMLElement[] {
  const { metrics } = pool;
  const full = pool.queueLength >= pool.queueCapacity;
  return [
    figure('Status', words(pool.status), pool.status === 'RUNNING' ? 'good' : 'warn'),
    figure('Health', words(pool.health), pool.health === 'HEALTHY' ? 'good' : 'bad'),
    figure('Queue', `${String(pool.queueLength)} of ${String(pool.queueCapacity)}`, full ? 'bad' : 'plain'),
    figure('Running', String(metrics.tasksInProgress)),
    figure('Busy agents', `${(metrics.utilization * 100).toFixed(0)} %`),
    figure('Completed', String(metrics.tasksCompleted)),
    figure('Failed', String(metrics.tasksFailed), metrics.tasksFailed > 0 ? 'bad' : 'plain'),
    figure('Refused', String(metrics.submissionsRefused), metrics.submissionsRefused > 0 ? 'warn' : 'plain'),
    figure('Throughput', `${metrics.throughputPerSecond.toFixed(1)} / s`),
    // Nothing measured yet is shown as that, not as a zero.
    figure(
      'Assignment p95',
      metrics.assignmentLatency === null ? 'none yet' : duration(metrics.assignmentLatency.p95Ms),
    ),
    figure('Oldest waiting', metrics.oldestPendingMs === null ? 'none' : duration(metrics.oldestPendingMs)),
  ];
}

function figure(label: string, value: string, tone: Tone = 'plain'): HTMLElement {
  const content = element('dd', '', value);
  content.dataset['tone'] = tone;
  return element('div', 'figure', element('dt', '', label), content);
}

function agentCard(agent: Agent): HTMLElement {
  const { performance } = agent;
  const doing =
    agent.currentTask === null ? 'no task' : `${words(agent.currentTask.type)} task ${agent.currentTask.id}`;
  return element(
    'li',
    'card',
    element('strong', '', agent.name),
    badge(words(agent.status), agentTone(agent.status)),
    element('span', 'line', `${words(agent.kind)}, ${doing}`),
    element(
      'span',
      'line',
      `${String(performance.tasksCompleted)} completed, ${String(performance.tasksFailed)} failed`,
    ),
    ...(agent.statusReason === null ? [] : [element('span', 'line', agent.statusReason)]),
  );
}

function agentTone(status: string): Tone {
  if (status === 'DEGRADED') return 'bad';
  if (status === 'DRAINING') return 'warn';
  return status === 'IDLE' ? 'plain' : 'good';
}

function dependencyCard(dependency: Dependency): HTMLElement {
  const down = dependency.status !== 'UP';
  const gated = dependency.gatedTypes.map(words).join(', ');
  const waiting = `${String(dependency.waitingTasks)} waiting`;
  return element(
    'li',
    'card',
    element('strong', '', dependency.name),
    badge(words(dependency.status), down ? 'bad' : 'good'),
    element('span', 'line', `${dependency.overridden ? 'set by hand, ' : ''}needed by ${gated}, ${waiting}`),
  );
}

function badge(text: string, tone: Tone): HTMLElement {
  const made = element('span', 'badge', text);
  made.dataset['tone'] = tone;
  return made;
}
