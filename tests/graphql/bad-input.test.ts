import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CancelTaskDocument,
  CompleteTaskDocument,
  EventsDocument,
  FailAgentDocument,
  FailTaskDocument,
  HeartbeatDocument,
  InitializePoolDocument,
  MetricsHistoryDocument,
  PausePoolDocument,
  PoolGaugesDocument,
  PoolOverviewDocument,
  SetDependencyStatusDocument,
  ShutdownPoolDocument,
  SpawnAgentDocument,
  SubmitTaskDocument,
  TaskDetailDocument,
  TaskLifecycleDocument,
  TasksDocument,
  VerifyAgentSkillDocument,
} from '../../src/generated/graphql.js';
import { Service, type Operation } from './service.js';

let service: Service;
let taskId: string;
let agentId: string;

beforeAll(async () => {
  service = await Service.open({ size: 1 });
  const task = await service.submit();
  taskId = task.id;
  agentId = task.assignedAgent?.id ?? '';
});

afterAll(() => service.close());

const text = (length: number): string => 'x'.repeat(length);
const nested = (depth: number): Record<string, unknown> =>
  Array.from({ length: depth }).reduce<Record<string, unknown>>((inner) => ({ inner }), {});

type Bad = readonly [operation: Operation<unknown, never>, input: object, field: string, code?: string];

const INPUTS: readonly Bad[] = [
  [SubmitTaskDocument, { priority: -1 }, 'priority'],
  [SubmitTaskDocument, { priority: 10 }, 'priority'],
  [SubmitTaskDocument, { maxAttempts: 0 }, 'maxAttempts'],
  [SubmitTaskDocument, { maxAttempts: 11 }, 'maxAttempts'],
  [SubmitTaskDocument, { timeoutMs: 49 }, 'timeoutMs'],
  [SubmitTaskDocument, { idempotencyKey: '' }, 'idempotencyKey'],
  [SubmitTaskDocument, { idempotencyKey: text(257) }, 'idempotencyKey'],
  [SubmitTaskDocument, { requiredSkills: [''] }, 'requiredSkills'],
  [SubmitTaskDocument, { requiredSkills: [text(65)] }, 'requiredSkills'],
  [SubmitTaskDocument, { requiredSkills: Array.from({ length: 65 }, String) }, 'requiredSkills'],
  [SubmitTaskDocument, { pool: 'No Such Name' }, 'pool'],
  [SubmitTaskDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [SubmitTaskDocument, { preferredAgentId: 'agent_unknown' }, 'preferredAgentId', 'NOT_FOUND'],
  [SubmitTaskDocument, { preferredAgentId: text(100_000) }, 'preferredAgentId', 'NOT_FOUND'],
  [SubmitTaskDocument, { payload: nested(64) }, 'payload'],
  [SubmitTaskDocument, { payload: nested(50_000) }, 'payload'],
  [SubmitTaskDocument, { payload: { big: text(262_144) } }, 'payload', 'PAYLOAD_TOO_LARGE'],
  [InitializePoolDocument, { size: -1 }, 'size'],
  [InitializePoolDocument, { pool: '' }, 'pool'],
  [InitializePoolDocument, { pool: 'UPPER' }, 'pool'],
  [InitializePoolDocument, { pool: '../up' }, 'pool'],
  [InitializePoolDocument, { pool: text(65) }, 'pool'],
  [ShutdownPoolDocument, { timeoutMs: -1 }, 'timeoutMs'],
  [ShutdownPoolDocument, { timeoutMs: 3_600_001 }, 'timeoutMs'],
  [ShutdownPoolDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [PausePoolDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [SpawnAgentDocument, { name: '' }, 'name'],
  [SpawnAgentDocument, { name: '   ' }, 'name'],
  [SpawnAgentDocument, { name: text(101) }, 'name'],
  [SpawnAgentDocument, { skills: [''] }, 'skills'],
  [SpawnAgentDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [FailAgentDocument, { agentId: 'agent_unknown' }, 'agentId', 'NOT_FOUND'],
  [FailAgentDocument, { agentId: 'x'.repeat(1_000_000) }, 'agentId', 'NOT_FOUND'],
  [SetDependencyStatusDocument, { name: 'nothing', status: 'UP' }, 'name', 'NOT_FOUND'],
  [SetDependencyStatusDocument, { name: text(100_000), status: 'UP' }, 'name', 'NOT_FOUND'],
  [CancelTaskDocument, { taskId: 'task_unknown' }, 'taskId', 'NOT_FOUND'],
  [CompleteTaskDocument, { taskId: text(1_000_000) }, 'taskId', 'NOT_FOUND'],
];

/** Those that need an id that is known. */
const INPUTS_OF_KNOWN: readonly (readonly [Operation<unknown, never>, () => object, string, string?])[] = [
  [FailAgentDocument, () => ({ agentId, reason: text(2_001) }), 'reason'],
  [VerifyAgentSkillDocument, () => ({ agentId, skill: '' }), 'skill'],
  [VerifyAgentSkillDocument, () => ({ agentId, skill: text(65) }), 'skill'],
  [CancelTaskDocument, () => ({ taskId, reason: text(2_001) }), 'reason'],
  [FailTaskDocument, () => ({ taskId, message: text(2_001) }), 'message'],
  [FailTaskDocument, () => ({ taskId, message: 'm', code: '' }), 'code'],
  [FailTaskDocument, () => ({ taskId, message: 'm', code: text(65) }), 'code'],
  [FailTaskDocument, () => ({ taskId, message: 'm', retryAfterMs: -1 }), 'retryAfterMs'],
  [FailTaskDocument, () => ({ taskId, message: 'm', retryAfterMs: 86_400_001 }), 'retryAfterMs'],
  [FailTaskDocument, () => ({ taskId, message: 'm', leaseToken: 'another' }), 'leaseToken', 'STALE_ATTEMPT'],
  [CompleteTaskDocument, () => ({ taskId, result: [nested(64)] }), 'result'],
  [CompleteTaskDocument, () => ({ taskId, result: text(262_144) }), 'result', 'PAYLOAD_TOO_LARGE'],
  [HeartbeatDocument, () => ({ agentId, sessionToken: 's', memoryUsage: 1.5 }), 'memoryUsage'],
  [HeartbeatDocument, () => ({ agentId, sessionToken: 's', cpuUsage: -0.1 }), 'cpuUsage'],
  [
    HeartbeatDocument,
    () => ({ agentId, sessionToken: 's', attempts: [{ leaseToken: 'a' }, { leaseToken: 'b', progress: 2 }] }),
    'attempts.1.progress',
  ],
  [
    HeartbeatDocument,
    () => ({ agentId, sessionToken: 's', attempts: [{ leaseToken: 'a', note: text(2_001) }] }),
    'attempts.0.note',
  ],
  [HeartbeatDocument, () => ({ agentId, sessionToken: 's' }), 'sessionToken', 'FORBIDDEN'],
];

/** Arguments of queries and subscriptions. */
const ARGUMENTS: readonly Bad[] = [
  [TasksDocument, { first: 0 }, 'first'],
  [TasksDocument, { first: 201 }, 'first'],
  [TasksDocument, { filter: { search: text(257) } }, 'search'],
  [EventsDocument, { first: 0 }, 'first'],
  [EventsDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [MetricsHistoryDocument, { lastMs: 0 }, 'lastMs'],
  [MetricsHistoryDocument, { lastMs: 900_001 }, 'lastMs'],
];
const SUBSCRIPTION_ARGUMENTS: readonly Bad[] = [
  [PoolGaugesDocument, { intervalMs: 99 }, 'intervalMs'],
  [PoolGaugesDocument, { intervalMs: 60_001 }, 'intervalMs'],
  [PoolGaugesDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [TaskLifecycleDocument, { pool: 'nowhere' }, 'pool', 'NOT_FOUND'],
  [TaskLifecycleDocument, { filter: { taskIds: Array.from({ length: 1_001 }, String) } }, 'taskIds'],
];

const nameOf = (operation: Operation<unknown, never>): string =>
  /(?:mutation|query|subscription) (\w+)/.exec(operation.toString())?.[1] ?? '';

describe('bad input', () => {
  it.each([
    ...INPUTS.map(([operation, input, ...rest]) => [nameOf(operation), operation, () => ({ input }), ...rest] as const),
    ...INPUTS_OF_KNOWN.map(
      ([operation, input, ...rest]) => [nameOf(operation), operation, () => ({ input: input() }), ...rest] as const,
    ),
    ...ARGUMENTS.map(([operation, args, ...rest]) => [nameOf(operation), operation, () => args, ...rest] as const),
  ])(
    'is refused by %s with the field named, and changes nothing (%#)',
    async (_name, operation, variables, field, code = 'BAD_USER_INPUT') => {
      const before = await everything();
      const refusal = await service.refusal(operation, variables() as never);
      expect(refusal.extensions).toMatchObject({ code, field, retryable: false });
      expect(refusal.message.length).toBeLessThan(200);
      expect(await everything()).toEqual(before);
    },
  );

  it.each(SUBSCRIPTION_ARGUMENTS.map(([operation, ...rest]) => [nameOf(operation), operation, ...rest] as const))(
    'is refused by %s before anything is sent (%#)',
    async (_name, operation, variables, field, code = 'BAD_USER_INPUT') => {
      const result = await service.started(operation, variables as never);
      expect('errors' in result ? result.errors[0]?.extensions : null).toMatchObject({ code, field });
    },
  );

  it('takes what is just within its bounds', async () => {
    const { id } = await service.submit({
      ...{ priority: 9, maxAttempts: 10, timeoutMs: 50, idempotencyKey: text(256), payload: nested(63) },
      requiredSkills: Array.from({ length: 64 }, (_, i) => `${String(i)}${text(60)}`),
    });
    expect((await service.run(TaskDetailDocument, { taskId: id })).task).toMatchObject({
      priority: 9,
      wait: { reason: 'MISSING_SKILL' },
    });
  });

  it('is null for what a query does not find', async () => {
    expect((await service.run(TaskDetailDocument, { taskId: 'task_unknown' })).task).toBeNull();
    expect((await service.run(PoolOverviewDocument, { pool: 'nowhere' })).pool).toBeNull();
  });

  async function everything(): Promise<unknown> {
    const { pool } = await service.run(PoolOverviewDocument, {});
    // A refused submission is counted, which is all that it changes.
    return {
      ...pool,
      cursor: null,
      metrics: { ...pool?.metrics, submissionsRefused: 0 },
      place: position(pool?.cursor),
    };
  }

  /** But for the records that count refusals. */
  function position(_cursor: string | undefined): number {
    return service.coordinator.requirePool('default').feed.last;
  }
});
