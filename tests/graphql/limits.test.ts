import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEFAULT_INPUT_LIMITS, type InputLimits } from '../../src/core/input-limits.js';
import {
  CancelTaskDocument,
  CompleteTaskDocument,
  EventsDocument,
  FailAgentDocument,
  FailTaskDocument,
  HeartbeatDocument,
  ServerInfoDocument,
  SpawnAgentDocument,
  SubmitTaskDocument,
  type SubmitTaskInput,
  SubmitTasksDocument,
  TaskDetailDocument,
  TasksDocument,
  VerifyAgentSkillDocument,
} from '../../src/generated/graphql.js';
import { Service, type Operation } from './service.js';

/** All of them other than the defaults: some wider, some narrower. */
const LIMITS: InputLimits = {
  ...{ maxPayloadBytes: 2_000, maxResultBytes: 3_000, maxAttempts: 12, minTimeoutMs: 20, maxPage: 300 },
  ...{ maxNameLength: 8, maxSkillLength: 70, maxSkills: 3, maxIdempotencyKeyLength: 300 },
  ...{ maxReasonLength: 2_500, maxSearchLength: 10 },
};

const text = (length: number): string => 'x'.repeat(length);
const skills = (count: number): string[] => Array.from({ length: count }, (_, nth) => `skill ${String(nth)}`);
/** An object that is `bytes` as JSON. */
const json = (bytes: number): Record<string, unknown> => ({ a: text(bytes - 8) });
const nameOf = (operation: Operation<unknown, never>): string => operation.toString().match(/\w+ (\w+)/)?.[1] ?? '';

let service: Service;
let taskId: string;
let agentId: string;

beforeAll(async () => {
  service = await Service.open({ size: 1, inputLimits: LIMITS });
  const task = await service.submit();
  taskId = task.id;
  agentId = task.assignedAgent?.id ?? '';
});

afterAll(() => service.close());

type Variables = (value: never) => object;

/** What just fits, what just does not, and the field that is named. */
const CASES: readonly (readonly [
  limit: keyof InputLimits,
  Operation<unknown, never>,
  Variables,
  fits: unknown,
  not: unknown,
  field: string,
])[] = [
  ['maxPayloadBytes', SubmitTaskDocument, (payload) => ({ input: { payload } }), json(2_000), json(2_001), 'payload'],
  [
    'maxResultBytes',
    CompleteTaskDocument,
    (result) => ({ input: { taskId, result } }),
    json(3_000),
    json(3_001),
    'result',
  ],
  ['maxAttempts', SubmitTaskDocument, (maxAttempts) => ({ input: { maxAttempts } }), 12, 13, 'maxAttempts'],
  ['minTimeoutMs', SubmitTaskDocument, (timeoutMs) => ({ input: { timeoutMs } }), 20, 19, 'timeoutMs'],
  ['maxPage', TasksDocument, (first) => ({ first }), 300, 301, 'first'],
  ['maxPage', EventsDocument, (first) => ({ first }), 300, 301, 'first'],
  ['maxPage', TaskDetailDocument, (events) => ({ taskId, events }), 300, 301, 'first'],
  ['maxNameLength', SpawnAgentDocument, (name) => ({ input: { name } }), text(8), text(9), 'name'],
  [
    'maxSkillLength',
    SubmitTaskDocument,
    (skill) => ({ input: { requiredSkills: [skill] } }),
    text(70),
    text(71),
    'requiredSkills',
  ],
  ['maxSkillLength', SpawnAgentDocument, (skill) => ({ input: { skills: [skill] } }), text(70), text(71), 'skills'],
  ['maxSkillLength', VerifyAgentSkillDocument, (skill) => ({ input: { agentId, skill } }), text(70), text(71), 'skill'],
  [
    'maxSkills',
    SubmitTaskDocument,
    (requiredSkills) => ({ input: { requiredSkills } }),
    skills(3),
    skills(4),
    'requiredSkills',
  ],
  ['maxSkills', SpawnAgentDocument, (all) => ({ input: { skills: all } }), skills(3), skills(4), 'skills'],
  [
    'maxIdempotencyKeyLength',
    SubmitTaskDocument,
    (idempotencyKey) => ({ input: { idempotencyKey } }),
    text(300),
    text(301),
    'idempotencyKey',
  ],
  [
    'maxReasonLength',
    FailAgentDocument,
    (reason) => ({ input: { agentId, reason } }),
    text(2_500),
    text(2_501),
    'reason',
  ],
  [
    'maxReasonLength',
    CancelTaskDocument,
    (reason) => ({ input: { taskId, reason } }),
    text(2_500),
    text(2_501),
    'reason',
  ],
  [
    'maxReasonLength',
    FailTaskDocument,
    (message) => ({ input: { taskId, message } }),
    text(2_500),
    text(2_501),
    'message',
  ],
  [
    'maxReasonLength',
    HeartbeatDocument,
    (note) => ({ input: { agentId, sessionToken: 's', attempts: [{ leaseToken: 'l', note }] } }),
    text(2_500),
    text(2_501),
    'attempts.0.note',
  ],
  ['maxSearchLength', TasksDocument, (search) => ({ filter: { search } }), text(10), text(11), 'search'],
];

describe('a limit that is set', () => {
  it.each(CASES.map(([limit, operation, ...rest]) => [limit, nameOf(operation), operation, ...rest] as const))(
    '%s holds in %s (%#)',
    async (limit, _name, operation, variables, fits, not, field) => {
      const refusal = await service.refusal(operation, variables(not as never) as never);
      const code = limit === 'maxPayloadBytes' || limit === 'maxResultBytes' ? 'PAYLOAD_TOO_LARGE' : 'BAD_USER_INPUT';
      expect(refusal.extensions).toMatchObject({ code, field });
      expect(refusal.message).toContain(String(LIMITS[limit]));
      // Some of these are refused for another reason then, such as a task that has ended.
      const { errors } = await service.result(
        operation.toString(),
        variables(fits as never) as Record<string, unknown>,
      );
      expect(errors?.map(({ extensions }) => extensions['code']) ?? []).not.toContain(code);
    },
  );

  it('has a case here for each there is', () => {
    expect(new Set(CASES.map(([limit]) => limit))).toEqual(new Set(Object.keys(DEFAULT_INPUT_LIMITS)));
  });

  it('holds for each of several submissions', async () => {
    const tasks: SubmitTaskInput[] = [
      { maxAttempts: 12 },
      { maxAttempts: 13 },
      { payload: json(2_001) },
      { requiredSkills: skills(4) },
    ];
    const { submitTasks } = await service.run(SubmitTasksDocument, { input: { tasks } });
    expect(submitTasks.results.map(({ error }) => error?.code)).toEqual([
      undefined,
      'BAD_USER_INPUT',
      'PAYLOAD_TOO_LARGE',
      'BAD_USER_INPUT',
    ]);
  });

  it('holds for the skills that an agent gathers', async () => {
    const { spawnAgent } = await service.run(SpawnAgentDocument, { input: { skills: ['a', 'b'] } });
    const verify = (skill: string) => ({ input: { agentId: spawnAgent.agent.id, skill } });
    await service.run(VerifyAgentSkillDocument, verify('c'));
    const refusal = await service.refusal(VerifyAgentSkillDocument, verify('d'));
    expect(refusal.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'skill', limit: 3 });
  });

  it('is shown by serverInfo', async () => {
    const { serverInfo } = await service.run(ServerInfoDocument, {});
    expect(serverInfo.limits).toMatchObject({ maxPayloadBytes: 2_000, maxAttempts: 3 });
  });
});
