import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  execute,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { createSchema } from '../../src/graphql/schema.js';
import { servicesOf } from '../../src/graphql/services.js';
import { Service } from './service.js';

interface Asked {
  readonly field: string;
  readonly isOfThePresent: boolean;
  readonly query: string;
}

/** Arguments of the fields that cannot do without. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'Query.task': '(id: "TASK")',
  'Query.agent': '(id: "AGENT")',
  'Pool.agent': '(id: "AGENT")',
};

/** Every field that a query can reach, each in a document of its own, on the shortest way. */
function everyField(): readonly Asked[] {
  const root = createSchema().getQueryType() as GraphQLObjectType;
  const asked: Asked[] = [];
  const ways = new Map([[root, { open: '{', close: '}', isOfThePresent: false }]]);
  for (const [type, way] of ways) {
    for (const field of Object.values(type.getFields())) {
      const place = `${type.name}.${field.name}`;
      const call = `${field.name}${ARGUMENTS[place] ?? ''}`;
      if (field.args.some(isRequiredArgument) && ARGUMENTS[place] === undefined)
        throw new Error(`no arguments for ${place}`);
      const isOfThePresent = way.isOfThePresent || isMarked(field);
      const below = getNamedType(field.type);
      if (isLeafType(below)) asked.push({ field: place, isOfThePresent, query: `${way.open} ${call} ${way.close}` });
      else if (isObjectType(below)) {
        asked.push({ field: place, isOfThePresent, query: `${way.open} ${call} { __typename } ${way.close}` });
        if (!ways.has(below))
          ways.set(below, { open: `${way.open} ${call} {`, close: `} ${way.close}`, isOfThePresent });
      }
    }
  }
  return asked;
}

function isMarked({ extensions }: GraphQLField<unknown, unknown>): boolean {
  return extensions['ofThePresent'] === true;
}

describe('while the log stands still', () => {
  const changed = new Set<string>();
  const unmarked = new Set<string>();
  let service: Service;

  beforeAll(async () => {
    service = await Service.open({ size: 2, agentKind: 'PROCESS', limits: { maxQueueLength: 2 } });
    const pool = service.coordinator.requirePool('default');
    const spawn = { name: 'remote', taskTypes: [], skills: [], sessionTokenHash: null } as const;
    await pool.execute({ type: 'SpawnAgent', kind: 'REMOTE', ...spawn });
    // The processes are ready by the next turn, and work for as long as the test runs.
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    await turn();
    const done = await service.submit();
    await pool.execute({ type: 'CompleteTask', taskId: done.id, leaseToken: null, result: null });
    while (pool.view.counters.byStatus.PENDING < 2) {
      await service.submit();
      await turn();
    }
    const waiting = [...pool.view.tasks.values()].find(({ status }) => status === 'PENDING')!;
    const [agent] = pool.view.agents.keys();
    const texts = everyField().map((asked) => ({
      ...asked,
      query: asked.query.replace('TASK', waiting.id).replace('AGENT', agent!),
    }));
    const ask = async (query: string): Promise<string> => {
      const result = await execute({ schema: createSchema(), document: parse(query), contextValue: service.context });
      expect(result.errors).toBeUndefined();
      return JSON.stringify(result);
    };
    const before = [];
    for (const { query } of texts) before.push(await ask(query));

    const { revision } = service.coordinator;
    // All that moves without a record: both clocks, what processes and remote agents use, and refusals.
    service.clock.jumpWall(1_500);
    await service.clock.stall(1);
    service.runtime.measure = () => ({ memoryUsage: 0.5, cpuUsage: 1, heapUsedBytes: 2, lastHeartbeatAtMs: 1_000 });
    for (const id of pool.view.agents.keys())
      servicesOf(service.coordinator).gauges.set(id, { memoryUsage: 1, cpuUsage: 1 });
    await expect(service.submit()).rejects.toThrow();
    service.clock.jumpWall(1_500);
    expect(service.coordinator.revision).toBe(revision);

    for (const [index, { field, isOfThePresent, query }] of texts.entries()) {
      if ((await ask(query)) === before[index]) continue;
      changed.add(field);
      if (!isOfThePresent) unmarked.add(field);
    }
  });

  it('changes no field that is not marked as of the present', () => {
    expect([...unmarked]).toEqual([]);
  });

  it('does change what time, measurements and refusals are in', () => {
    expect([...changed]).toEqual(
      expect.arrayContaining([
        ...[
          'PoolMetrics.at',
          'PoolMetrics.oldestPendingMs',
          'PoolMetrics.submissionsRefused',
          'PoolMetrics.throughputPerSecond',
          'AgentHealth.memoryUsage',
        ],
        ...['AgentHealth.cpuUsage', 'AgentHealth.heapUsedBytes', 'AgentHealth.lastHeartbeatAt', 'MetricsPoint.at'],
      ]),
    );
  });

  it('asks for every type of answer that a query can reach', () => {
    const types = new Set(everyField().map(({ field }) => field.split('.')[0]));
    for (const name of [
      'Task',
      'Attempt',
      'RoutingCandidate',
      'TaskEvent',
      'Dependency',
      'MetricsPoint',
      'ServerInfo',
      'Limits',
    ])
      expect(types).toContain(name);
  });
});
