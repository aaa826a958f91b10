import type { Moment } from '../../core/evolve.js';
import { attemptTimeMs, endsAttempt } from '../../core/task.js';
import type { Measured } from '../../engine/pool.js';
import { type Count, Durations, type Family, Tally, type Timing } from './family.js';

const PREFIX = 'coordination_pool_';
/** From a tenth of a millisecond, which is usual, to ten seconds, which is a queue. */
const LATENCY_SECONDS = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const WORK_SECONDS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

export type OperationKind = 'query' | 'mutation' | 'subscription' | 'unknown';

interface OfKind {
  readonly good: Count;
  readonly duration: Timing;
}

/** What is counted and timed as it happens, since the server started. Everything else is read when somebody asks. */
export class Figures {
  readonly #operations = new Tally(
    `${PREFIX}operations_total`,
    'GraphQL operations answered, by kind and by the code of the first error, OK where there was none.',
    ['kind', 'code'],
  );
  readonly #operationSeconds = new Durations(
    `${PREFIX}operation_duration_seconds`,
    'GraphQL queries and mutations, from when they were read to their answer.',
    ['kind'],
    LATENCY_SECONDS,
  );
  readonly #slow = new Tally(
    `${PREFIX}slow_operations_total`,
    'Operations that took longer than --slow-operation-ms.',
    ['kind'],
  );
  readonly #mcpCalls = new Tally(
    `${PREFIX}mcp_calls_total`,
    'Calls of MCP tools answered, by the code of the refusal, OK where there was none.',
    ['tool', 'code'],
  );
  readonly #mcpSeconds = new Durations(
    `${PREFIX}mcp_call_duration_seconds`,
    'Calls of MCP tools, waiting for work included.',
    ['tool'],
    WORK_SECONDS,
  );
  readonly #delivery = new Durations(
    `${PREFIX}event_delivery_seconds`,
    'From the commit of an event to its message being handed to the socket of a WebSocket subscriber that keeps up.',
    [],
    LATENCY_SECONDS,
  );
  readonly #latency = new Durations(
    `${PREFIX}assignment_latency_seconds`,
    'From the submission of a task to its first assignment.',
    ['pool'],
    LATENCY_SECONDS,
  );
  readonly #pickup = new Durations(
    `${PREFIX}pickup_seconds`,
    'From the submission of a task to the start of its first attempt, as the agent says it.',
    ['pool'],
    LATENCY_SECONDS,
  );
  readonly #taskSeconds = new Durations(
    `${PREFIX}task_duration_seconds`,
    'Of the successful attempts of tasks, start to end.',
    ['pool', 'type'],
    WORK_SECONDS,
  );
  readonly #attemptSeconds = new Durations(
    `${PREFIX}attempt_duration_seconds`,
    'Of all attempts, however they ended, start to end.',
    ['pool', 'type'],
    WORK_SECONDS,
  );
  readonly #attempts = new Tally(`${PREFIX}attempts_ended_total`, 'Attempts that have ended, by outcome.', [
    'pool',
    'outcome',
  ]);
  readonly #append = new Durations(
    `${PREFIX}journal_append_seconds`,
    'From handing a batch to the log until it is durable, waiting for those before it included.',
    ['pool'],
    LATENCY_SECONDS,
  );
  readonly #flush = new Durations(
    `${PREFIX}journal_flush_seconds`,
    'One transaction of the log on its thread, with its fsync where --durability asks for one.',
    ['pool'],
    LATENCY_SECONDS,
  );
  readonly #snapshots = new Tally(`${PREFIX}snapshots_total`, 'Snapshots written.', ['pool']);
  readonly #snapshotSeconds = new Durations(
    `${PREFIX}snapshot_duration_seconds`,
    'Writing a snapshot, beside the work of the pool.',
    ['pool'],
    WORK_SECONDS,
  );
  readonly #snapshotFailures = new Tally(`${PREFIX}snapshot_failures_total`, 'Snapshots that could not be written.', [
    'pool',
  ]);
  readonly #refusedRequests = new Tally(
    `${PREFIX}requests_refused_total`,
    'Requests refused before anything of them was carried out, by HTTP status; WebSockets by the code they were closed with.',
    ['status'],
  );
  readonly #limitsMet = new Tally(
    `${PREFIX}limits_met_total`,
    'Refusals because somebody uses as much as he may, by the limit.',
    ['limit'],
  );
  readonly #audited = new Tally(
    `${PREFIX}audit_lines_total`,
    'Mutations and tools with an effect that were audited.',
    [],
  );
  readonly #profiles = new Tally(`${PREFIX}profiles_total`, 'CPU profiles taken at SIGUSR2.', []);

  readonly #families: readonly Family[] = [
    ...[this.#operations, this.#operationSeconds, this.#slow, this.#mcpCalls, this.#mcpSeconds, this.#delivery],
    ...[this.#latency, this.#pickup, this.#taskSeconds, this.#attemptSeconds, this.#attempts],
    ...[this.#append, this.#flush, this.#snapshots, this.#snapshotSeconds, this.#snapshotFailures],
    ...[this.#refusedRequests, this.#limitsMet, this.#audited, this.#profiles],
  ];
  readonly #kinds = new Map<OperationKind, OfKind>();
  // Without labels, so that they are there from the start, with 0.
  readonly #delivered = this.#delivery.of();
  readonly #auditLines = this.#audited.of();
  readonly #profilesTaken = this.#profiles.of();

  /** In the form of Prometheus. */
  text(): string {
    return this.#families.map((family) => family.text()).join('\n');
  }

  /** `code` is null where it went well, `ms` where its duration says nothing. */
  operation(kind: OperationKind, code: string | null, ms: number | null): void {
    let known = this.#kinds.get(kind);
    if (known === undefined) {
      known = { good: this.#operations.of(kind, 'OK'), duration: this.#operationSeconds.of(kind) };
      this.#kinds.set(kind, known);
    }
    (code === null ? known.good : this.#operations.of(kind, code)).add();
    if (ms !== null) known.duration.took(ms);
  }

  slowOperation(kind: OperationKind): void {
    this.#slow.of(kind).add();
  }

  mcpCall(tool: string, code: string | null, ms: number): void {
    this.#mcpCalls.of(tool, code ?? 'OK').add();
    this.#mcpSeconds.of(tool).took(ms);
  }

  /** A message has been handed to so many sockets, so long after its event was committed. */
  delivered(ms: number, sockets: number): void {
    this.#delivered.took(ms, sockets);
  }

  /** By its HTTP status, or the code a WebSocket was closed with. */
  refusedRequest(status: number): void {
    this.#refusedRequests.of(String(status)).add();
  }

  /** Somebody has met a limit of his; it is named as its configuration key. */
  limitMet(limit: string): void {
    this.#limitsMet.of(limit).add();
  }

  audited(): void {
    this.#auditLines.add();
  }

  profiled(): void {
    this.#profilesTaken.add();
  }

  /** One write of a pool's log to the disk. */
  flushed(pool: string, ms: number): void {
    this.#flush.of(pool).took(ms);
  }

  /** What a pool has measured of itself. */
  measured(pool: string, { of, ms }: Measured): void {
    if (of === 'append') this.#append.of(pool).took(ms);
    else if (of === 'failed snapshot') this.#snapshotFailures.of(pool).add();
    else {
      this.#snapshots.of(pool).add();
      this.#snapshotSeconds.of(pool).took(ms);
    }
  }

  /** Sees every committed moment. */
  observe(pool: string, { record: { event, clockMs }, task }: Moment): void {
    if (task === null) return;
    if (event.type === 'TaskAssigned') {
      if (task.attempts.length === 1 && task.assignmentLatencyMs !== null)
        this.#latency.of(pool).took(task.assignmentLatencyMs);
    } else if (event.type === 'TaskStarted') {
      if (task.attempts.length === 1) this.#pickup.of(pool).took(clockMs - task.createdClockMs);
    } else if (endsAttempt(event)) {
      if (event.type === 'TaskCompleted') this.#taskSeconds.of(pool, task.type).took(attemptTimeMs(task));
      this.#attempts.of(pool, task.attempts.at(-1)?.outcome ?? '').add();
      this.#attemptSeconds.of(pool, task.type).took(attemptTimeMs(task));
    }
  }
}
