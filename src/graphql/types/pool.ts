import { Arg, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { cursorAt } from '../../engine/cursor.js';
import type { Pool as EnginePool } from '../../engine/pool.js';
import { poolStatus } from '../../views/figures.js';
import type { SecondPoint } from '../../views/seconds.js';
import type { TaskOrder as Order } from '../../views/task-page.js';
import { Documented, nullable } from '../documented.js';
import { TaskFilter } from '../inputs/filters.js';
import { requireFirst, requireLastMs, requireRecords } from '../inputs/arguments.js';
import { listSize } from '../list-size.js';
import { ofThePresent } from '../of-the-present.js';
import { Cursor, DateTime } from '../scalars.js';
import type { Services } from '../services.js';
import { pageOfTasks } from '../task-connection.js';
import { Agent } from './agent.js';
import { Dependency } from './dependency.js';
import { ErrorCode, PoolHealth, PoolStatus, TaskOrder } from './enums.js';
import { IsolationReport } from './isolation.js';
import { PoolMetrics } from './metrics.js';
import { MetricsPoint } from './metrics-parts.js';
import { TaskConnection } from './page.js';

@ObjectType({
  description: 'A bounded set of agents, the queue before them, and the log of all that happens there.',
  simpleResolvers: true,
})
export class Pool {
  readonly #pool: EnginePool;
  readonly #services: Services;

  constructor(pool: EnginePool, services: Services) {
    this.#pool = pool;
    this.#services = services;
  }

  @Documented(() => String, 'Lower-case letters, digits, `-` and `_`; up to 64 characters.')
  get name(): string {
    return this.#pool.name;
  }

  @Documented(() => PoolStatus, 'What it does with work; STOPPED also before it is first initialized.')
  get status(): keyof typeof PoolStatus {
    return poolStatus(this.#pool.view);
  }

  @Documented(() => PoolHealth, 'Whether everything that it relies on is well.')
  get health(): keyof typeof PoolHealth {
    return this.#pool.view.degraded ? 'DEGRADED' : 'HEALTHY';
  }

  @ofThePresent
  @Documented(
    () => ErrorCode,
    'Why it can only be read, as commands are told: LOG_DAMAGED, or STORAGE_FULL until there is space; null while it carries them out.',
    nullable,
  )
  get readOnly(): keyof typeof ErrorCode | null {
    return this.#pool.readOnly?.code ?? null;
  }

  @Documented(() => Int, 'Agents it has, whatever they do.')
  get size(): number {
    return this.#pool.view.agents.size;
  }

  @Documented(() => Int, 'Agents it may have; one more is POOL_FULL.')
  get maxSize(): number {
    return this.#pool.view.limits.maxSize;
  }

  @Documented(() => Int, 'Tasks that wait.')
  get queueLength(): number {
    return this.#pool.view.counters.byStatus.PENDING;
  }

  @Documented(() => Int, 'Tasks that may wait; one more is QUEUE_FULL.')
  get queueCapacity(): number {
    return this.#pool.view.limits.maxQueueLength;
  }

  @listSize(16)
  @Documented(() => [Agent], 'All its agents, in the order in which they joined.')
  get agents(): readonly Agent[] {
    const around = this.#services.live(this.#pool);
    return Array.from(this.#pool.view.agents.values(), (agent) => new Agent(agent, around));
  }

  @Field(() => Agent, { nullable: true, description: 'The agent of that id; null where this pool has none.' })
  agent(@Arg('id', () => ID, { description: 'Id of an agent.' }) id: string): Agent | null {
    const agent = this.#pool.view.agents.get(id);
    return agent === undefined ? null : new Agent(agent, this.#services.live(this.#pool));
  }

  @Field(() => TaskConnection, {
    description:
      'Its tasks, page by page: all that are not settled, and those settled that are still retained. BAD_USER_INPUT for a ' +
      '`first` or `after` that cannot be, or a filter out of bounds.',
  })
  tasks(
    @Arg('filter', () => TaskFilter, {
      nullable: true,
      description: 'Only tasks that meet all of it; left out, every task.',
    })
    filter: TaskFilter | null | undefined,
    @Arg('orderBy', () => TaskOrder, { defaultValue: 'CREATED_DESC', description: 'In which order.' })
    orderBy: Order,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many at most, 1 to 200 by default.' })
    first: number,
    @Arg('after', () => String, {
      nullable: true,
      description: 'What follows this place: an `endCursor`, or the cursor of an edge, of the same order.',
    })
    after: string | null | undefined,
  ): TaskConnection {
    const { inputLimits } = this.#services;
    requireFirst(first, inputLimits);
    return pageOfTasks(this.#pool, this.#services.live(this.#pool), inputLimits, {
      filter: filter ?? null,
      orderBy,
      first,
      after: after ?? null,
    });
  }

  @listSize(4)
  @Documented(() => [Dependency], 'What its tasks rely on, as configured.')
  get dependencies(): readonly Dependency[] {
    const around = this.#services.live(this.#pool);
    return Array.from(this.#pool.view.dependencies.values(), (dependency) => new Dependency(dependency, around));
  }

  @Documented(() => PoolMetrics, 'Its figures now.')
  get metrics(): PoolMetrics {
    return new PoolMetrics(this.#pool);
  }

  @ofThePresent
  @listSize(900)
  @Field(() => [MetricsPoint], {
    description:
      'Its figures second by second, oldest first, for 15 minutes back at most; kept by the server since it started.',
  })
  metricsHistory(
    @Arg('lastMs', () => Float, {
      defaultValue: 900_000,
      description: 'How far back, in milliseconds: above 0, up to 900,000; else BAD_USER_INPUT.',
    })
    lastMs: number,
  ): readonly MetricsPoint[] {
    requireLastMs(lastMs);
    return this.#pool.view.seconds.points(this.#pool.wallMs(), lastMs).map(pointOf);
  }

  @ofThePresent
  @Documented(
    () => IsolationReport,
    'Checks the isolation of its agents now, which may take 2 seconds where one does not answer. A breach that is new is an ' +
      'event, counts in the metrics and lowers the health score.',
  )
  get isolationReport(): Promise<IsolationReport> {
    return this.#services.isolation.report(this.#pool).then((report) => new IsolationReport(report));
  }

  @Documented(
    () => Cursor,
    'Where its log stands at this read: subscribe with it as `after` and nothing is missed or seen twice.',
  )
  get cursor(): string {
    return cursorAt(this.#pool.logId, this.#pool.view.position);
  }

  @ofThePresent
  @Field(() => Cursor, {
    description:
      'A place so many records before the end of its log, or the oldest that `after` still takes where that is nearer: what just happened is behind it.',
  })
  recentCursor(
    @Arg('records', () => Int, {
      defaultValue: 200,
      description: 'How many records, 0 to 10,000; else BAD_USER_INPUT.',
    })
    records: number,
  ): string {
    requireRecords(records);
    const { view, feed, logId } = this.#pool;
    return cursorAt(logId, Math.max(feed.earliest(), view.position - records));
  }

  @ofThePresent
  @Documented(() => Cursor, 'The oldest place that `after` still takes.')
  get earliestCursor(): string {
    return cursorAt(this.#pool.logId, this.#pool.feed.earliest());
  }

  @Documented(() => DateTime, 'When it was made.')
  get createdAt(): number {
    return this.#pool.view.createdAtMs;
  }
}

function pointOf({ atMs, ...figures }: SecondPoint): MetricsPoint {
  return { at: atMs, ...figures };
}
