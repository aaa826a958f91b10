import { Float, ID, InputType } from 'type-graphql';
import type { AgentKind as Kind } from '../../core/agent.js';
import type { TaskType as Type } from '../../core/task-type.js';
import { Documented, nullable } from '../documented.js';
import { AgentKind, TaskType } from '../types/enums.js';
import { Between, ItemsUpTo, Optional, PoolName, Text, TextList, TextUpTo, Within } from './rules.js';

const AGENT = 'Id of an agent that is in a pool; else NOT_FOUND.';

@InputType({ description: 'What agent is to join which pool.' })
export class SpawnAgentInput {
  @PoolName()
  @Documented(() => String, 'Name of a pool that exists; else NOT_FOUND.', { defaultValue: 'default' })
  declare readonly pool: string;

  @Documented(() => AgentKind, 'Where its code runs; left out, as the server is configured.', nullable)
  declare readonly kind?: Kind | null;

  @Optional()
  @Text('maxNameLength')
  @Documented(
    () => String,
    'A name for people, 1 to 100 characters by default; left out, the server numbers it.',
    nullable,
  )
  declare readonly name?: string | null;

  @ItemsUpTo(64)
  @Documented(() => [TaskType], 'The types it takes; empty for all of them.', { defaultValue: [] })
  declare readonly taskTypes: readonly Type[];

  @TextList('maxSkills', 'maxSkillLength')
  @Documented(() => [String], 'Skills it has from the start: by default at most 64, each of 1 to 64 characters.', {
    defaultValue: [],
  })
  declare readonly skills: readonly string[];

  @Documented(
    () => Boolean,
    'Whether its worker is there already, so that spawning it is its first sign of life: its attempts have leases from the ' +
      'start, and where its worker never comes it is DEGRADED after one; left out, it is not. For a REMOTE agent; else BAD_USER_INPUT.',
    nullable,
  )
  declare readonly connected?: boolean | null;
}

@InputType({ description: 'Which agent.' })
export class AgentInput {
  @Documented(() => ID, AGENT)
  declare readonly agentId: string;

  @Optional()
  @TextUpTo('maxReasonLength')
  @Documented(
    () => String,
    'By which a worker that is no operator shows that the agent is its own, to retire it; FORBIDDEN for another than the agent’s.',
    nullable,
  )
  declare readonly sessionToken?: string | null;
}

@InputType({ description: 'Which agent failed, and why.' })
export class FailAgentInput {
  @Documented(() => ID, AGENT)
  declare readonly agentId: string;

  @Optional()
  @TextUpTo('maxReasonLength')
  @Documented(() => String, 'What happened, for people; at most 2,000 characters by default.', nullable)
  declare readonly reason?: string | null;
}

@InputType({ description: 'Which agent was found to have which skill.' })
export class VerifyAgentSkillInput {
  @Documented(() => ID, AGENT)
  declare readonly agentId: string;

  @Text('maxSkillLength')
  @Documented(
    () => String,
    'The skill, by default of 1 to 64 characters; an agent has at most 64 of them, one more is BAD_USER_INPUT.',
  )
  declare readonly skill: string;
}

@InputType({ description: 'A sign of life for one attempt.' })
class AttemptBeat {
  @Documented(() => String, 'The lease token of the attempt; one that is over comes back in `cancel`.')
  declare readonly leaseToken: string;

  @Optional()
  @Between(0, 1)
  @Documented(() => Float, 'How far it is, from 0 to 1; left out, nothing is said of it.', nullable)
  declare readonly progress?: number | null;

  @Optional()
  @TextUpTo('maxReasonLength')
  @Documented(() => String, 'What it is at, for people; at most 2,000 characters by default.', nullable)
  declare readonly note?: string | null;
}

@InputType({ description: 'A sign of life of a REMOTE agent.' })
export class HeartbeatInput {
  @Documented(() => ID, AGENT)
  declare readonly agentId: string;

  @Documented(() => String, 'What `spawnAgent` gave; another one is FORBIDDEN.')
  declare readonly sessionToken: string;

  @ItemsUpTo(64)
  @Within()
  @Documented(
    () => [AttemptBeat],
    'The attempts that its code still works on, at most 64; what it does not name counts as stopped.',
    {
      defaultValue: [],
    },
  )
  declare readonly attempts: readonly AttemptBeat[];

  @Optional()
  @Between(0, 1)
  @Documented(() => Float, 'Memory it uses of what it may, 0 to 1; left out where it was not measured.', nullable)
  declare readonly memoryUsage?: number | null;

  @Optional()
  @Between(0, 1)
  @Documented(() => Float, 'Share of a processor core it uses, 0 to 1; left out where it was not measured.', nullable)
  declare readonly cpuUsage?: number | null;
}
