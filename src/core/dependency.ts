import type { DependencyEvent } from './event.js';
import type { TaskType } from './task-type.js';
import type { EpochMs } from './time.js';

export type DependencyStatus = 'UP' | 'DOWN';

/** `probed` is whether a health URL is configured; without one it counts as UP until set by hand. */
export interface DependencyConfig {
  readonly name: string;
  readonly gatedTypes: readonly TaskType[];
  readonly probed: boolean;
}

export interface DependencyState extends DependencyConfig {
  readonly status: DependencyStatus;
  readonly overridden: boolean;
  readonly sinceMs: EpochMs;
  /** Why it is DOWN, as the last change said; null while UP. */
  readonly error: string | null;
}

export function configuredDependency(
  config: DependencyConfig,
  known: DependencyState | undefined,
  atMs: EpochMs,
): DependencyState {
  if (known === undefined) return { ...config, status: 'UP', overridden: false, sinceMs: atMs, error: null };
  return { ...known, gatedTypes: config.gatedTypes, probed: config.probed };
}

export function evolveDependency(state: DependencyState, event: DependencyEvent, atMs: EpochMs): DependencyState {
  switch (event.type) {
    case 'DependencyWentDown':
      return { ...state, status: 'DOWN', overridden: event.overridden, sinceMs: atMs, error: event.error };
    case 'DependencyCameUp':
      return { ...state, status: 'UP', overridden: event.overridden, sinceMs: atMs, error: null };
    case 'DependencyOverrideSet':
      return { ...state, overridden: event.overridden };
  }
}
