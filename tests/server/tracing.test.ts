import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { attemptTraceparent } from '../../src/core/attempt-trace.js';
import { Tools } from '../mcp/tools.js';
import { PoolClient } from '../support/client.js';
import { RemoteWorker } from '../support/remote-worker.js';
import { startServer, type RunningServer } from '../support/server.js';
import { attributesOf, TraceCollector } from '../support/trace-collector.js';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const [SERVER_SPAN, CONSUMER_SPAN] = [2, 5];
const ERROR = 2;
const ASSIGNMENTS =
  'subscription ($agentId: ID!, $sessionToken: String!) { agentAssignments(agentId: $agentId, sessionToken: $sessionToken) { task { id } attempt leaseToken traceparent } }';
const SUBMIT = 'mutation Hand($input: SubmitTaskInput!) { submitTask(input: $input) { task { id } } }';

interface Assigned {
  readonly agentAssignments: {
    readonly task: { readonly id: string };
    readonly attempt: number;
    readonly leaseToken: string;
    readonly traceparent: string;
  };
}

const spanIdOf = (traceparent: string): string => traceparent.split('-')[2]!;
const newSpan = (): string => randomBytes(8).toString('hex');

describe('traces', () => {
  let collector: TraceCollector;
  let server: RunningServer;
  beforeAll(async () => {
    collector = await TraceCollector.start();
    server = await startServer({
      args: ['--durability', 'memory', '--size', '0'],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_SERVICE_NAME: 'pool-in-a-test' },
    });
  });
  afterAll(async () => {
    await server.stop();
    await collector.close();
  });

  const inTrace = (spanId: string, traceId = TRACE_ID, flags = '01'): PoolClient =>
    new PoolClient(server.url, { traceparent: `00-${traceId}-${spanId}-${flags}` });

  it('lead from the submission over the attempt to what a remote worker does, and back', async () => {
    const client = new PoolClient(server.url);
    const worker = await RemoteWorker.spawn(client, 'traced');
    const assignments = client.subscribe<Assigned>(ASSIGNMENTS, { ...worker.session });
    const caller = newSpan();
    const { submitTask } = await inTrace(caller).ask<{ submitTask: { task: { id: string } } }>(SUBMIT, { input: {} });
    const { id } = submitTask.task;
    const { agentAssignments: work } = await assignments.next();
    expect(work.task.id).toBe(id);
    // The worker goes on with what it was given: a span of its own, below which it calls.
    expect(work.traceparent).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`));
    const ownSpan = newSpan();
    const traced = worker.through(inTrace(ownSpan));
    await traced.start(work);
    expect(await traced.complete(work, { done: true })).toBe('COMPLETED');

    const submission = await collector.span(({ name }) => name === 'mutation submitTask');
    expect(submission).toMatchObject({ traceId: TRACE_ID, parentSpanId: caller, kind: SERVER_SPAN });
    expect(attributesOf(submission)).toMatchObject({ 'graphql.operation.name': 'Hand' });
    const attempt = await collector.span(({ name }) => name === 'attempt GENERAL');
    expect(attempt).toMatchObject({
      ...{ traceId: TRACE_ID, spanId: spanIdOf(work.traceparent), kind: CONSUMER_SPAN },
      parentSpanId: submission.spanId,
      links: [{ traceId: TRACE_ID, spanId: submission.spanId }],
      events: [{ name: 'started' }],
    });
    expect(attributesOf(attempt)).toMatchObject({
      ...{
        'coordination_pool.pool': 'default',
        'coordination_pool.task.id': id,
        'coordination_pool.outcome': 'SUCCEEDED',
      },
      ...{ 'coordination_pool.agent.id': worker.session.agentId, 'coordination_pool.task.type': 'GENERAL' },
    });
    expect(attempt.status.code ?? 0).not.toBe(ERROR);
    expect(BigInt(attempt.endTimeUnixNano)).toBeGreaterThan(BigInt(attempt.startTimeUnixNano));
    const completion = await collector.span(({ name }) => name === 'mutation completeTask');
    expect(completion).toMatchObject({ traceId: TRACE_ID, parentSpanId: ownSpan });
    expect([...collector.resources].join()).toContain('"service.name":"pool-in-a-test"');
    await assignments.close();
    await client.ask('mutation ($id: ID!) { retireAgent(input: { agentId: $id }) { cursor } }', {
      id: worker.session.agentId,
    });
  });

  it('have a span for each attempt, with what it failed with', async () => {
    const client = new PoolClient(server.url);
    const worker = await RemoteWorker.spawn(client, 'failing');
    const assignments = worker.assignments();
    const traceId = randomBytes(16).toString('hex');
    const { submitTask } = await inTrace(newSpan(), traceId).ask<{ submitTask: { task: { id: string } } }>(SUBMIT, {
      input: { maxAttempts: 1, type: 'RESEARCH' },
    });
    await worker.fail((await assignments.next()).agentAssignments);
    const attempt = await collector.span((span) => span.traceId === traceId && span.name === 'attempt RESEARCH');
    expect(attempt.status).toMatchObject({ code: ERROR });
    expect(attributesOf(attempt)).toMatchObject({
      ...{ 'coordination_pool.task.id': submitTask.task.id, 'coordination_pool.outcome': 'FAILED' },
      'error.type': expect.any(String),
    });
    await assignments.close();
  });

  it('have the call of an MCP tool, which is the submission of its task', async () => {
    const [caller, traceId] = [newSpan(), randomBytes(16).toString('hex')];
    const tools = await Tools.connect(server.url, { headers: { traceparent: `00-${traceId}-${caller}-01` } });
    const { task } = await tools.ask<{ task: { id: string } }>('submit_task', { type: 'INGEST' });
    const call = await collector.span((span) => span.traceId === traceId && span.name === 'tools/call submit_task');
    expect(call).toMatchObject({ parentSpanId: caller, kind: SERVER_SPAN });
    expect(attributesOf(call)).toMatchObject({ 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'submit_task' });
    await tools.ask('cancel_task', { taskId: task.id });
    await tools.close();
    const attempt = await collector.span((span) => span.traceId === traceId && span.name === 'attempt INGEST');
    expect(attempt.links).toMatchObject([{ spanId: call.spanId }]);
  });

  it('leave out what the caller wants no traces of', async () => {
    const [quiet, loud] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
    await inTrace(newSpan(), quiet, '00').ask(SUBMIT, { input: {} });
    await inTrace(newSpan(), loud).ask(SUBMIT, { input: {} });
    await collector.span(({ traceId, name }) => traceId === loud && name === 'mutation submitTask');
    expect(collector.spans.some(({ traceId }) => traceId === quiet)).toBe(false);
  });

  it('leave the server to its work when the collector is away, and are told to be once', async () => {
    const away = await TraceCollector.start();
    await away.close();
    const alone = await startServer({
      args: ['--durability', 'memory', '--size', '0', '--otlp-endpoint', away.url],
      // Of the exporter, which tries again for so long.
      env: { OTEL_EXPORTER_OTLP_TIMEOUT: '500' },
    });
    const client = new PoolClient(alone.url);
    await client.submit({});
    expect(await alone.logged(({ event }) => event === 'tracing.failed')).toMatchObject({ level: 'warn' });
    await client.submit({});
    await alone.stop();
    expect(alone.logs().filter(({ event }) => event === 'tracing.failed')).toHaveLength(1);
  });
});

describe('the trace context of an attempt', () => {
  it('is another for each attempt of each task, in the same trace, and always the same for one', () => {
    const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
    const seen = new Set<string>();
    for (let task = 0; task < 200; task += 1) {
      for (let attempt = 1; attempt <= 10; attempt += 1) {
        const own = attemptTraceparent({ id: `task_${String(task)}`, traceparent }, attempt)!;
        expect(own).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-01$`));
        expect(attemptTraceparent({ id: `task_${String(task)}`, traceparent }, attempt)).toBe(own);
        seen.add(own);
      }
    }
    expect(seen.size).toBe(2_000);
    expect(attemptTraceparent({ id: 'task_1', traceparent: null }, 1)).toBeNull();
  });
});
