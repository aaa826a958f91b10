import type { AgentStatus, DependencyStatus, PoolStatus, TaskStatus } from '../../../src/generated/graphql';

/** What a state means at a glance. Always beside a word or another mark: a colour alone tells nothing to many. */
export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'plain';

const TONES: Readonly<Record<PoolStatus | AgentStatus | TaskStatus | DependencyStatus, Tone>> = {
  RUNNING: 'good',
  PAUSED: 'warn',
  DRAINING: 'warn',
  STOPPED: 'bad',
  IDLE: 'plain',
  ANALYZING: 'accent',
  EXECUTING: 'accent',
  DEGRADED: 'bad',
  PENDING: 'plain',
  IN_PROGRESS: 'accent',
  COMPLETED: 'good',
  FAILED: 'bad',
  CANCELLED: 'warn',
  UP: 'good',
  DOWN: 'bad',
};

export function toneOf(status: keyof typeof TONES): Tone {
  return TONES[status];
}
