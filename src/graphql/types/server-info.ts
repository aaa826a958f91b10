import { Int, ObjectType } from 'type-graphql';
import type { InputLimits } from '../../core/input-limits.js';
import type { GraphConfig } from '../context.js';
import { Documented } from '../documented.js';
import { DateTime } from '../scalars.js';

/** Attempts of a task whose submission names no other number. */
export const DEFAULT_MAX_ATTEMPTS = 3;

@ObjectType({ description: 'Bounds that this server works with.', simpleResolvers: true })
class Limits {
  @Documented(() => Int, 'Agents that the default pool starts with.')
  declare readonly defaultPoolSize: number;

  @Documented(() => Int, 'Agents that a pool may have; one more is POOL_FULL.')
  declare readonly maxPoolSize: number;

  @Documented(() => Int, 'Tasks of a pool that may wait; one more is QUEUE_FULL.')
  declare readonly maxQueueLength: number;

  @Documented(
    () => Int,
    'Attempts that a task gets where its submission names no other number, which may be 1 to 10 by default.',
  )
  declare readonly maxAttempts: number;

  @Documented(
    () => Int,
    'Size that a payload may have as JSON, in bytes, and by default a result too; more is PAYLOAD_TOO_LARGE.',
  )
  declare readonly maxPayloadBytes: number;

  @Documented(
    () => Int,
    'What is promised from submission to assignment while an agent is idle, in milliseconds; `PoolMetrics` has what was measured.',
  )
  declare readonly assignmentLatencyTargetMs: number;
}

@ObjectType({ description: 'What server this is.', simpleResolvers: true })
export class ServerInfo {
  readonly #config: GraphConfig;
  readonly #inputLimits: InputLimits;

  constructor(config: GraphConfig, inputLimits: InputLimits) {
    this.#config = config;
    this.#inputLimits = inputLimits;
  }

  @Documented(() => String, 'Version of Coordination Pool.')
  get version(): string {
    return this.#config.version;
  }

  @Documented(() => String, 'Version of Node.js that it runs on.')
  get node(): string {
    return process.versions.node;
  }

  @Documented(() => DateTime, 'When it started.')
  get startedAt(): number {
    return this.#config.startedAtMs;
  }

  @Documented(() => String, 'Where the log is kept: `sqlite`, or `memory`, which ends with the server.')
  get journal(): string {
    return this.#config.journalKind;
  }

  @Documented(
    () => String,
    'What an answered write survives: `fsync` a power cut, `os` a crash of the server, `memory` nothing.',
  )
  get durability(): string {
    return this.#config.durability;
  }

  @Documented(() => Limits, 'Its bounds.')
  get limits(): Limits {
    const { defaultPoolSize, maxPoolSize, maxQueueLength, assignmentLatencyTargetMs } = this.#config;
    return {
      ...{ defaultPoolSize, maxPoolSize, maxQueueLength },
      maxAttempts: DEFAULT_MAX_ATTEMPTS,
      maxPayloadBytes: this.#inputLimits.maxPayloadBytes,
      assignmentLatencyTargetMs,
    };
  }
}
