import { InputType, Int } from 'type-graphql';
import type { AgentKind as Kind } from '../../core/agent.js';
import { Documented, nullable } from '../documented.js';
import { AgentKind, DependencySetting, ShutdownMode } from '../types/enums.js';
import { AtLeast, Between, PoolName } from './rules.js';

const POOL = 'Name of a pool that exists; else NOT_FOUND.';

@InputType({ description: 'Which pool, and how large it is to be.' })
export class InitializePoolInput {
  @PoolName()
  @Documented(
    () => String,
    'Name of the pool, which is made where there is none: 1 to 64 lower-case letters, digits, `-` and `_`.',
    {
      defaultValue: 'default',
    },
  )
  declare readonly pool: string;

  @AtLeast(0)
  @Documented(() => Int, 'Agents it is to have at least, 0 or more; more than the pool may have is POOL_FULL.', {
    defaultValue: 4,
  })
  declare readonly size: number;

  @Documented(() => AgentKind, 'Kind of the agents to add; left out, the one the server is configured for.', nullable)
  declare readonly kind?: Kind | null;
}

@InputType({ description: 'Which pool.' })
export class PoolInput {
  @PoolName()
  @Documented(() => String, POOL, { defaultValue: 'default' })
  declare readonly pool: string;
}

@InputType({ description: 'Which pool, and how it is to end.' })
export class ShutdownPoolInput {
  @PoolName()
  @Documented(() => String, POOL, { defaultValue: 'default' })
  declare readonly pool: string;

  @Documented(() => ShutdownMode, 'What becomes of the work there is.', { defaultValue: 'DRAIN' })
  declare readonly mode: keyof typeof ShutdownMode;

  @Between(0, 3_600_000, ' ms')
  @Documented(() => Int, 'How long attempts may go on with DRAIN before they are interrupted, 0 to 3,600,000 ms.', {
    defaultValue: 30_000,
  })
  declare readonly timeoutMs: number;
}

@InputType({ description: 'Which dependency, and what to hold it for.' })
export class SetDependencyStatusInput {
  @PoolName()
  @Documented(() => String, POOL, { defaultValue: 'default' })
  declare readonly pool: string;

  @Documented(() => String, 'Name of a configured dependency; else NOT_FOUND.')
  declare readonly name: string;

  @Documented(() => DependencySetting, 'Up or down by hand, or back to its probe.')
  declare readonly status: keyof typeof DependencySetting;
}
