import {
  type Attributes,
  diag,
  DiagLogLevel,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BatchSpanProcessor, type IdGenerator, TracerProvider } from '@opentelemetry/sdk-trace';
import { OperationTypeNode } from 'graphql';
import { attemptTraceparent } from '../../core/attempt-trace.js';
import { type AttemptState, endsAttempt, type TaskState } from '../../core/task.js';
import { firstRootFields } from '../ended-operation.js';
import type { Logger } from '../log.js';
import type { Tracing } from './tracing.js';

/*
 * Traces over OTLP/HTTP. The one module that knows OpenTelemetry; it is loaded where there is a collector, and nowhere else.
 */

export interface OtlpOptions {
  /** `/v1/traces` is added. Headers are those of OTEL_EXPORTER_OTLP_HEADERS, which the exporter reads itself. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly version: string;
  readonly logger: Logger;
}

const SEND_EVERY_MS = 1_000;
/** Spans that wait for the collector; more are dropped. */
const MAX_WAITING = 8_192;
const MAX_AT_ONCE = 512;
const TELL_AGAIN_AFTER_MS = 60_000;
/** The one flag of a trace that there is. */
const SAMPLED = 1;
const SUBMITS: ReadonlySet<string> = new Set(['submitTask', 'submitTasks']);

interface Drawn {
  readonly name: string;
  readonly kind: SpanKind;
  /** Its own context. */
  readonly traceparent: string;
  readonly parentSpanId: string | null;
  readonly startMs: number;
  readonly endMs: number;
  /** What it failed with; null where it went well. */
  readonly code: string | null;
  readonly attributes: Attributes;
  readonly links?: Link[];
  readonly events?: readonly (readonly [name: string, atMs: number])[];
}

export function startTracing({ endpoint, serviceName, version, logger }: OtlpOptions): Tracing {
  tellTrouble(logger);
  const ids = new GivenIds();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName, 'service.version': version }),
    // What the flag of the trace says was looked at before.
    sampler: new AlwaysOnSampler(),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
        ...{ maxQueueSize: MAX_WAITING, maxExportBatchSize: MAX_AT_ONCE, scheduledDelayMillis: SEND_EVERY_MS },
      }),
    ],
  });
  const tracer = provider.getTracer('coordination-pool', version);

  const draw = (drawn: Drawn): void => {
    const own = spanContextOf(drawn.traceparent);
    if (own === null || own.traceFlags !== SAMPLED) return;
    const { name, kind, parentSpanId, startMs, endMs, code, attributes, links = [], events = [] } = drawn;
    const parent = parentSpanId === null ? null : { ...own, spanId: parentSpanId, isRemote: true };
    const context = parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
    ids.give(own);
    const span = tracer.startSpan(name, { kind, startTime: startMs, attributes, links }, context);
    for (const [event, atMs] of events) span.addEvent(event, atMs);
    if (code !== null) {
      span.setAttribute('error.type', code);
      span.setStatus({ code: SpanStatusCode.ERROR, message: code });
    }
    span.end(endMs);
  };

  return {
    operation({ admitted, code, ms, trace: own }) {
      if (admitted?.operation.operation !== OperationTypeNode.MUTATION || own === null || ms === null) return;
      const fields = firstRootFields(admitted.document, admitted.operation);
      if (own.parentSpanId === null && !fields.some((field) => SUBMITS.has(field))) return;
      const operationName = admitted.operation.name?.value;
      draw({
        ...{ name: `mutation ${fields.join(' ')}`, kind: SpanKind.SERVER, code, ...own, ...until(Date.now(), ms) },
        attributes: {
          'graphql.operation.type': 'mutation',
          ...(operationName !== undefined && { 'graphql.operation.name': operationName }),
        },
      });
    },
    call({ tool, code, ms, from: { trace: own } }) {
      const { traceparent, parentSpanId } = own;
      if (traceparent === null) return;
      draw({
        ...{ name: `tools/call ${tool}`, kind: SpanKind.SERVER, code, traceparent, parentSpanId },
        ...until(Date.now(), ms),
        attributes: { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': tool },
      });
    },
    observe(pool, { record: { event }, task }) {
      const attempt = task?.attempts.at(-1);
      if (task === null || attempt === undefined || !endsAttempt(event)) return;
      const drawn = attemptOf(pool, task, attempt);
      if (drawn !== null) draw(drawn);
    },
    async close(withinMs) {
      const late = new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

/** From its assignment to its end: a child of the submission, and linked to it, for it may begin long after that is over. */
function attemptOf(pool: string, task: TaskState, attempt: AttemptState): Drawn | null {
  const submission = task.traceparent === null ? null : spanContextOf(task.traceparent);
  const traceparent = attemptTraceparent(task, attempt.number);
  if (submission === null || traceparent === null || attempt.endedClockMs === null) return null;
  const startMs = attempt.assignedAtMs;
  const at = (clockMs: number): number => startMs + clockMs - attempt.assignedClockMs;
  return {
    ...{ name: `attempt ${task.type}`, kind: SpanKind.CONSUMER, traceparent, parentSpanId: submission.spanId },
    ...{ startMs, endMs: at(attempt.endedClockMs) },
    code: attempt.outcome === 'SUCCEEDED' ? null : (attempt.error?.code ?? attempt.outcome),
    attributes: {
      'coordination_pool.pool': pool,
      'coordination_pool.task.id': task.id,
      'coordination_pool.task.type': task.type,
      'coordination_pool.agent.id': attempt.agentId,
      'coordination_pool.attempt': attempt.number,
      'coordination_pool.outcome': attempt.outcome ?? '',
    },
    links: [{ context: submission, attributes: { 'coordination_pool.link': 'submission' } }],
    events: attempt.startedClockMs === null ? [] : [['started', at(attempt.startedClockMs)]],
  };
}

/** The SDK makes ids of its own, but ours are known to others before there is a span: it is given them one by one. */
class GivenIds implements IdGenerator {
  #next: SpanContext | null = null;

  give(context: SpanContext): void {
    this.#next = context;
  }

  generateTraceId(): string {
    return this.#given().traceId;
  }

  generateSpanId(): string {
    return this.#given().spanId;
  }

  #given(): SpanContext {
    if (this.#next === null) throw new Error('a span that nobody has named');
    return this.#next;
  }
}

function spanContextOf(traceparent: string): SpanContext | null {
  const [, traceId, spanId, flags] = traceparent.split('-');
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, traceFlags: parseInt(flags, 16) & 1 };
}

function until(endMs: number, ms: number): { readonly startMs: number; readonly endMs: number } {
  return { startMs: endMs - ms, endMs };
}

/** A collector that is away is no trouble of the pool's: it is told once a minute, and spans beyond the bound are dropped. */
function tellTrouble(logger: Logger): void {
  let toldAtMs = -Infinity;
  const tell = (message: string): void => {
    if (performance.now() - toldAtMs < TELL_AGAIN_AFTER_MS) return;
    toldAtMs = performance.now();
    logger.warn({ event: 'tracing.failed', problem: message.slice(0, 500) }, 'traces could not be sent');
  };
  const nothing = (): void => undefined;
  diag.setLogger({ error: tell, warn: tell, info: nothing, debug: nothing, verbose: nothing }, DiagLogLevel.WARN);
}
