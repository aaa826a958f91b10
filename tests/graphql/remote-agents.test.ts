import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AgentAssignmentsDocument,
  AgentDetailDocument,
  CancelTaskDocument,
  CompleteTaskDocument,
  HeartbeatDocument,
  RetireAgentDocument,
  SpawnAgentDocument,
  TaskDetailDocument,
} from '../../src/generated/graphql.js';
import { attemptTraceparent } from '../../src/core/attempt-trace.js';
import { Service, take } from './service.js';

let service: Service;
let agentId: string;
let sessionToken: string;

beforeEach(async () => {
  service = await Service.open();
  const { spawnAgent } = await service.run(SpawnAgentDocument, { input: { kind: 'REMOTE' } });
  agentId = spawnAgent.agent.id;
  sessionToken = spawnAgent.sessionToken ?? '';
});

afterEach(() => service.close());

const beat = (attempts: { leaseToken: string; progress?: number; note?: string }[] = [], more: object = {}) =>
  service.run(HeartbeatDocument, { input: { agentId, sessionToken, attempts, ...more } });

it('has a lease from the start where its worker spawns it, which is for REMOTE agents alone', async () => {
  await service.run(RetireAgentDocument, { input: { agentId } });
  const task = await service.submit();
  const { spawnAgent } = await service.run(SpawnAgentDocument, { input: { kind: 'REMOTE', connected: true } });
  expect(spawnAgent.agent).toMatchObject({
    currentTask: { id: task.id },
    health: { lastHeartbeatAt: '2026-01-01T00:00:00.000Z' },
  });
  await service.clock.pass(30_000);
  const { agent } = await service.run(AgentDetailDocument, { agentId: spawnAgent.agent.id });
  expect(agent).toMatchObject({ status: 'DEGRADED' });
  const refusal = await service.refusal(SpawnAgentDocument, { input: { kind: 'PROCESS', connected: true } });
  expect(refusal.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'connected' });
});

describe('agentAssignments', () => {
  it('begins with what is in hand, then gives each assignment once', async () => {
    const first = await service.submit({ payload: { n: 1 } });
    const reader = await service.subscribe(AgentAssignmentsDocument, { agentId, sessionToken });
    const [inHand] = await take(reader, 1);
    expect(inHand?.agentAssignments).toMatchObject({
      attempt: 1,
      task: { id: first.id, payload: { n: 1 } },
      leaseExpiresAt: '2026-01-01T00:00:30.000Z',
      traceparent: attemptTraceparent({ id: first.id, traceparent: service.context.trace.traceparent }, 1),
    });
    await service.clock.pass(10);
    const second = await service.submit();
    const { leaseToken } = inHand?.agentAssignments ?? { leaseToken: '' };
    await service.run(CompleteTaskDocument, { input: { taskId: first.id, leaseToken } });
    const [next] = await take(reader, 1);
    expect(next?.agentAssignments).toMatchObject({
      attempt: 1,
      task: { id: second.id },
      leaseExpiresAt: '2026-01-01T00:00:30.010Z',
    });
    await reader.return();
  });

  it('ends when the agent has left', async () => {
    const reader = await service.subscribe(AgentAssignmentsDocument, { agentId, sessionToken });
    const rest = take(reader, 1);
    await service.run(RetireAgentDocument, { input: { agentId } });
    expect(await rest).toEqual([]);
  });

  it('ends at once when its reader goes away while it waits', async () => {
    const reader = await service.subscribe(AgentAssignmentsDocument, { agentId, sessionToken });
    const pending = reader.next();
    await reader.return();
    expect(await pending).toMatchObject({ done: true });
  });

  it('is for the holder of the session alone', async () => {
    for (const [variables, code, field] of [
      [{ agentId, sessionToken: 'another' }, 'FORBIDDEN', 'sessionToken'],
      [{ agentId: 'agent_unknown', sessionToken }, 'NOT_FOUND', 'agentId'],
    ] as const) {
      const result = await service.started(AgentAssignmentsDocument, variables);
      expect('errors' in result ? result.errors[0]?.extensions : null).toMatchObject({ code, field });
    }
  });
});

describe('heartbeat', () => {
  it('renews the lease that it names, says that it began and how far it is', async () => {
    await service.subscribe(AgentAssignmentsDocument, { agentId, sessionToken });
    const { id } = await service.submit();
    const leaseToken = service.coordinator.task(id)?.task.attempts[0]?.leaseToken ?? '';
    await service.clock.pass(29_000);
    expect((await beat([{ leaseToken, progress: 0.5, note: 'half' }])).heartbeat).toEqual({
      leaseMs: 30_000,
      cancel: [],
      drain: false,
    });
    await service.clock.pass(29_000);
    const { task } = await service.run(TaskDetailDocument, { taskId: id });
    expect(task).toMatchObject({ status: 'IN_PROGRESS', progress: { fraction: 0.5, note: 'half' } });
    await service.clock.pass(2_000);
    expect((await service.run(TaskDetailDocument, { taskId: id })).task).toMatchObject({
      status: 'PENDING',
      attempts: [{ outcome: 'LEASE_EXPIRED' }],
    });
    expect((await service.run(AgentDetailDocument, { agentId })).agent?.status).toBe('DEGRADED');
  });

  it('gets back what is over, and whether to leave', async () => {
    await service.subscribe(AgentAssignmentsDocument, { agentId, sessionToken });
    const { id } = await service.submit();
    const leaseToken = service.coordinator.task(id)?.task.attempts[0]?.leaseToken ?? '';
    await service.run(CancelTaskDocument, { input: { taskId: id } });
    await service.run(RetireAgentDocument, { input: { agentId } });
    expect((await beat([{ leaseToken }, { leaseToken: 'lease_unknown' }])).heartbeat).toMatchObject({
      cancel: [leaseToken, 'lease_unknown'],
      drain: true,
    });
    expect((await beat()).heartbeat.drain).toBe(true);
    expect((await service.run(AgentDetailDocument, { agentId })).agent).toBeNull();
  });

  it('carries what the agent measured of itself', async () => {
    await beat([], { memoryUsage: 0.75, cpuUsage: 1 });
    const { agent } = await service.run(AgentDetailDocument, { agentId });
    expect(agent?.health).toEqual({
      ...{ memoryUsage: 0.75, cpuUsage: 1, heapUsedBytes: null, consecutiveFailures: 0 },
      lastHeartbeatAt: '2026-01-01T00:00:00.000Z',
    });
    await beat();
    expect((await service.run(AgentDetailDocument, { agentId })).agent?.health.memoryUsage).toBeNull();
  });

  it('is refused with another token, and of an agent that is not REMOTE', async () => {
    const wrong = await service.refusal(HeartbeatDocument, { input: { agentId, sessionToken: 'another' } });
    expect(wrong.extensions).toMatchObject({ code: 'FORBIDDEN', field: 'sessionToken' });
    const { spawnAgent } = await service.run(SpawnAgentDocument, { input: { kind: 'PROCESS' } });
    expect(spawnAgent.sessionToken).toBeNull();
    const process = await service.refusal(HeartbeatDocument, { input: { agentId: spawnAgent.agent.id, sessionToken } });
    expect(process.extensions).toMatchObject({ code: 'INVALID_STATE' });
  });
});
