import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AgentLifecycleDocument,
  CompleteTaskDocument,
  DegradationDocument,
  EventLinesDocument,
  EventsDocument,
  FailAgentDocument,
  FailTaskDocument,
  PoolEventsDocument,
  PoolGaugesDocument,
  PoolOverviewDocument,
  RestoreAgentDocument,
  SetDependencyStatusDocument,
  TaskDetailDocument,
  TaskLifecycleDocument,
  type EventsQuery,
} from '../../src/generated/graphql.js';
import { Service, take, type Operation } from './service.js';

let service: Service;

beforeEach(async () => {
  service = await Service.open({ size: 2 });
});

afterEach(() => service.close());

async function cursorNow(): Promise<string> {
  return (await service.run(PoolOverviewDocument, {})).pool?.cursor ?? '';
}

/** A life with everything in it: success, failure, failover, a dependency down and up. */
async function eventfulLife(): Promise<void> {
  const tasks = await Promise.all([1, 2, 3].map(() => service.submit()));
  await service.clock.pass(5);
  await service.run(FailTaskDocument, { input: { taskId: tasks[0]?.id ?? '', message: 'no' } });
  await service.run(FailAgentDocument, { input: { agentId: tasks[1]?.assignedAgent?.id ?? '', reason: 'gone' } });
  await service.run(SetDependencyStatusDocument, { input: { name: 'discovery', status: 'DOWN' } });
  await service.submit({ type: 'DISCOVERY' });
  await service.run(SetDependencyStatusDocument, { input: { name: 'discovery', status: 'AUTO' } });
  await service.run(RestoreAgentDocument, { input: { agentId: tasks[1]?.assignedAgent?.id ?? '' } });
}

describe('taskLifecycle', () => {
  it('goes on from any of its cursors without a gap and without a duplicate', async () => {
    const start = await cursorNow();
    await eventfulLife();
    const whole = await take(await service.subscribe(TaskLifecycleDocument, { after: start }), 12);
    expect(whole.map(({ taskLifecycle }) => taskLifecycle.type).slice(0, 5)).toEqual([
      'SUBMITTED',
      'ASSIGNED',
      'SUBMITTED',
      'ASSIGNED',
      'SUBMITTED',
    ]);
    for (const [i, { taskLifecycle }] of whole.slice(0, -1).entries()) {
      const rest = await take(
        await service.subscribe(TaskLifecycleDocument, { after: taskLifecycle.cursor }),
        whole.length - i - 1,
      );
      expect(rest).toEqual(whole.slice(i + 1));
    }
  });

  it('shows each event as it was, however late it is read', async () => {
    const live = await service.subscribe(TaskLifecycleDocument, {});
    const start = await cursorNow();
    const reading = take(live, 3);
    const { id } = await service.submit();
    await service.run(CompleteTaskDocument, { input: { taskId: id, result: 1 } });
    await service.clock.pass(100);
    const later = await take(await service.subscribe(TaskLifecycleDocument, { after: start }), 3);
    expect(later).toEqual(await reading);
    expect(
      later.map(({ taskLifecycle: { type, task } }) => [type, task.status, task.result, task.assignedAgent === null]),
    ).toEqual([
      ['SUBMITTED', 'PENDING', null, true],
      ['ASSIGNED', 'IN_PROGRESS', null, false],
      ['STARTED', 'IN_PROGRESS', null, false],
    ]);
  });

  it('gives what the filter asks for', async () => {
    const start = await cursorNow();
    await service.submit({ type: 'INGEST' });
    const wanted = await service.submit({ type: 'RESEARCH' });
    const reader = await service.subscribe(TaskLifecycleDocument, {
      after: start,
      filter: { taskTypes: ['RESEARCH'], types: ['ASSIGNED'] },
    });
    const [event] = await take(reader, 1);
    expect(event?.taskLifecycle).toMatchObject({
      type: 'ASSIGNED',
      task: { id: wanted.id },
      agentId: wanted.assignedAgent?.id,
      attempt: 1,
    });
  });

  it('says how an attempt failed', async () => {
    const start = await cursorNow();
    const { id } = await service.submit({ maxAttempts: 1 });
    await service.run(FailTaskDocument, { input: { taskId: id, message: 'no luck' } });
    const events = await take(await service.subscribe(TaskLifecycleDocument, { after: start }), 5);
    expect(events.slice(3).map(({ taskLifecycle: { type, message, attempt } }) => [type, message, attempt])).toEqual([
      ['ATTEMPT_FAILED', 'no luck', 1],
      ['FAILED', 'no luck', 1],
    ]);
  });

  it('ends at once when its reader goes away', async () => {
    for (const [operation, variables] of [
      [TaskLifecycleDocument, {}],
      [PoolEventsDocument, { filter: { names: ['NEVER'] } }],
    ] as const) {
      const reader = await service.subscribe<object, object>(operation, variables);
      const pending = reader.next();
      await reader.return();
      expect(await pending).toMatchObject({ done: true });
    }
  });
});

describe('agentLifecycle', () => {
  it('tells of the agents asked for, with what they have in hand', async () => {
    const start = await cursorNow();
    const task = await service.submit();
    const agentId = task.assignedAgent?.id ?? '';
    await service.submit();
    await service.run(CompleteTaskDocument, { input: { taskId: task.id } });
    const events = await take(
      await service.subscribe(AgentLifecycleDocument, { agentIds: [agentId], after: start }),
      3,
    );
    expect(
      events.map(({ agentLifecycle: { type, taskId, agent } }) => [
        type,
        taskId,
        agent.status,
        agent.currentTask?.status,
      ]),
    ).toEqual([
      ['ASSIGNED', task.id, 'ANALYZING', 'IN_PROGRESS'],
      ['STARTED', task.id, 'EXECUTING', 'IN_PROGRESS'],
      ['FREED', task.id, 'IDLE', undefined],
    ]);
  });
});

describe('degradation', () => {
  it('tells what went down and came back, and what that did to the pool', async () => {
    const start = await cursorNow();
    await eventfulLife();
    const events = await take(await service.subscribe(DegradationDocument, { after: start }), 6);
    expect(events.map(({ degradation: { type, health, waitingTasks } }) => [type, health, waitingTasks])).toEqual([
      ['AGENT_DEGRADED', 'DEGRADED', 1],
      ['POOL_DEGRADED', 'DEGRADED', 0],
      ['DEPENDENCY_DOWN', 'DEGRADED', 0],
      ['DEPENDENCY_UP', 'DEGRADED', 1],
      ['AGENT_RESTORED', 'HEALTHY', 3],
      ['POOL_RECOVERED', 'HEALTHY', 0],
    ]);
    expect(events[3]?.degradation).toMatchObject({
      affectedTypes: ['DISCOVERY', 'MIGRATION'],
      dependency: { waitingTasks: 1, status: 'UP' },
      agent: null,
    });
  });
});

describe('poolEvents and events', () => {
  it('are the same, however they are read', async () => {
    const { pool } = await service.run(PoolOverviewDocument, {});
    await eventfulLife();
    const paged: EventsQuery['events']['nodes'][number][] = [];
    let after = pool?.cursor;
    for (let hasNextPage = true; hasNextPage;) {
      const { events }: EventsQuery = await service.run(EventsDocument, { after: after ?? null, first: 2 });
      paged.push(...events.nodes);
      after = events.endCursor;
      hasNextPage = events.hasNextPage;
    }
    const streamed = await take(
      await service.subscribe(PoolEventsDocument, { after: pool?.cursor ?? null }),
      paged.length,
    );
    const lines = await take(
      await service.subscribe(EventLinesDocument, { after: pool?.cursor ?? null }),
      paged.length,
    );
    expect(lines.map(({ poolEvents }) => poolEvents)).toEqual(paged);
    const kinds = streamed.map(({ poolEvents: { kind, task, agent, dependency } }) => [
      kind,
      task !== null,
      agent !== null,
      dependency !== null,
    ]);
    expect(new Set(kinds.map(String))).toEqual(
      new Set([
        'TASK,true,false,false',
        'AGENT,false,true,false',
        'DEPENDENCY,false,false,true',
        'POOL,false,false,false',
      ]),
    );
    expect(paged.every(({ summary }) => summary.length > 10 && !/undefined|null/.test(summary))).toBe(true);
  });

  it('agree with the history of a task', async () => {
    const start = await cursorNow();
    const { id } = await service.submit();
    await service.run(CompleteTaskDocument, { input: { taskId: id } });
    const { events } = await service.run(EventsDocument, { after: start, filter: { taskId: id, kinds: ['TASK'] } });
    const { task } = await service.run(TaskDetailDocument, { taskId: id });
    expect(task?.history.map(({ cursor, type }) => [cursor, type])).toEqual(
      events.nodes.map(({ cursor, name }) => [cursor, name]),
    );
  });

  it('show the agent as it stood then in the history of a task, also when memory has long let go of it', async () => {
    const forgetful = await Service.open({ size: 1, feedCapacity: 4 });
    const seen = 'type task { status assignedAgent { id status performance { tasksCompleted } currentTask { id } } }';
    const start = (await forgetful.run(PoolOverviewDocument, {})).pool?.cursor ?? null;
    const reader = await forgetful.subscribe(
      new DocumentOf<LiveEvents, object>(`subscription($after: Cursor) { taskLifecycle(after: $after) { ${seen} } }`),
      { after: start },
    );
    const { id } = await forgetful.submit();
    await forgetful.run(CompleteTaskDocument, { input: { taskId: id } });
    const live = (await take(reader, 4)).map(({ taskLifecycle }) => taskLifecycle);
    await reader.return();
    for (let i = 0; i < 5; i += 1) {
      const other = await forgetful.submit();
      await forgetful.run(CompleteTaskDocument, { input: { taskId: other.id } });
    }
    const { data } = await forgetful.result(`query($id: ID!) { task(id: $id) { history { ${seen} } } }`, { id });
    expect(data).toEqual({ task: { history: live } });
    expect(live.map(({ task }) => task.assignedAgent?.status)).toEqual([undefined, 'ANALYZING', 'EXECUTING', 'IDLE']);
    await forgetful.close();
  });

  it('answer at the end of the log without waiting', async () => {
    const start = await cursorNow();
    const { events } = await service.run(EventsDocument, { after: start });
    expect(events).toMatchObject({ nodes: [], hasNextPage: false });
    await service.submit();
    expect((await service.run(EventsDocument, { after: events.endCursor })).events.nodes[0]?.name).toBe('SUBMITTED');
  });

  it('start at the oldest event where no place is given', async () => {
    const { events } = await service.run(EventsDocument, { filter: { names: ['INITIALIZED', 'SPAWNED'] } });
    expect(events.nodes.map(({ name }) => name)).toEqual(['INITIALIZED', 'SPAWNED', 'SPAWNED']);
  });

  it('are each seen once by one who reads the pool and then subscribes with its cursor', async () => {
    const submitting = Array.from({ length: 20 }, () => service.submit());
    await submitting[0];
    const { pool } = await service.run(PoolOverviewDocument, {});
    const known = pool?.metrics.tasksTotal ?? 0;
    await Promise.all(submitting);
    const reader = await service.subscribe(TaskLifecycleDocument, {
      after: pool?.cursor ?? null,
      filter: { types: ['SUBMITTED'] },
    });
    expect(await take(reader, 20 - known)).toHaveLength(20 - known);
    const { events } = await service.run(EventsDocument, {
      after: pool?.cursor ?? null,
      filter: { names: ['SUBMITTED'] },
    });
    expect(events.nodes).toHaveLength(20 - known);
  });
});

describe('a cursor', () => {
  it('is refused where it is none, of another log, or not reached yet', async () => {
    const other = await Service.open();
    const foreign = (await other.run(PoolOverviewDocument, {})).pool?.cursor ?? '';
    await other.close();
    const [logId] = Buffer.from(await cursorNow(), 'base64url')
      .toString()
      .split(':');
    const beyond = Buffer.from(`${String(logId)}:999999:1`).toString('base64url');
    for (const [after, code] of [
      ['nonsense', 'BAD_USER_INPUT'],
      ['', 'BAD_USER_INPUT'],
      [foreign, 'CURSOR_EXPIRED'],
      [beyond, 'CURSOR_EXPIRED'],
    ] as const) {
      expect((await service.refusal(EventsDocument, { after })).extensions).toMatchObject({ code, field: 'after' });
      const result = await service.started(TaskLifecycleDocument, { after });
      expect('errors' in result ? result.errors[0]?.extensions : null).toMatchObject({ code, field: 'after' });
    }
  });
});

describe('poolMetrics', () => {
  it('gives the figures at once, then the newest after the interval', async () => {
    const reader = await service.subscribe(PoolGaugesDocument, { intervalMs: 100 });
    expect((await take(reader, 1))[0]?.poolMetrics.tasksInProgress).toBe(0);
    await service.submit();
    expect((await take(reader, 1))[0]?.poolMetrics.tasksInProgress).toBe(1);
    const pending = reader.next();
    await reader.return();
    expect(await pending).toMatchObject({ done: true });
  });
});

interface LiveEvents {
  readonly taskLifecycle: {
    readonly type: string;
    readonly task: { readonly assignedAgent: { readonly status: string } | null };
  };
}

/** A document that is not among the generated ones. */
class DocumentOf<Result, Variables> implements Operation<Result, Variables> {
  declare readonly __apiType?: (variables: Variables) => Result;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}
