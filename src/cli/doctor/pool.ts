import { PoolOverviewDocument } from '../../generated/graphql.js';
import type { Connection } from '../connection.js';
import { EXIT } from '../exit-code.js';
import { age, count } from '../shown.js';
import { fail, ok, warn, type Finding } from './finding.js';

const NEARLY_FULL = 0.8;

/** Whether the pool runs, has agents that live, room in its queue, and what it depends on. */
export async function* checkPool(connection: Connection): AsyncGenerator<Finding> {
  const { pool } = await connection.ask(PoolOverviewDocument, { pool: connection.pool });
  if (pool == null) {
    yield fail(
      'pool',
      `there is no pool ${connection.pool}`,
      'coordination-pool pools lists them, init makes one.',
      EXIT.notFound,
    );
    return;
  }
  const { name, status, agents, queueLength, queueCapacity, dependencies } = pool;
  if (status === 'RUNNING') yield ok('pool', `${name} is RUNNING`);
  else if (status === 'PAUSED') yield warn('pool', `${name} is PAUSED`, 'coordination-pool resume');
  else yield fail('pool', `${name} is ${status}`, 'coordination-pool init starts it.', EXIT.notRunning);

  const degraded = agents.filter((agent) => agent.status === 'DEGRADED');
  const alive = agents.filter((agent) => agent.status !== 'DEGRADED' && agent.status !== 'DRAINING');
  const detail = `${String(alive.length)} of ${count(agents.length, 'agent')} alive`;
  if (alive.length === 0)
    yield warn('agents', `${detail}: nothing is worked on`, 'coordination-pool agents spawn, or agents restore ID.');
  else if (degraded.length > 0) {
    const reasons = degraded.map(({ id, statusReason }) => `${id}: ${statusReason ?? 'no reason given'}`).join('; ');
    yield warn('agents', `${detail}; ${reasons}`, 'coordination-pool agents show ID tells more.');
  } else yield ok('agents', detail);

  const queue = `${String(queueLength)} of at most ${String(queueCapacity)} wait`;
  yield queueLength >= queueCapacity * NEARLY_FULL
    ? warn(
        'queue',
        queue,
        'Submissions are refused when it is full: more agents (agents spawn), or a larger --max-queue.',
      )
    : ok('queue', queue);
  for (const each of dependencies) {
    const since = `${each.name} is ${each.status} for ${age(each.since, Date.now())}`;
    const why = each.lastError == null ? '' : `: ${each.lastError}`;
    yield each.status === 'UP'
      ? ok('dependency', since)
      : warn(
          'dependency',
          `${since}${why}; ${count(each.waitingTasks, 'task')} waiting`,
          `${each.gatedTypes.join(', ')} wait until it is UP.`,
        );
  }
}
