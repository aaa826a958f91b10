import { isCapable, type AgentState } from './agent.js';
import { IdleAgents } from './idle-agents.js';
import type { TaskType } from './task-type.js';

/** Agents that can take the same tasks, for they take the same types and have the same skills. */
export interface Profile {
  readonly key: string;
  readonly taskTypes: readonly TaskType[];
  readonly verifiedSkills: readonly string[];
  readonly size: number;
  /** How many of them live: neither DEGRADED nor DRAINING. */
  readonly living: number;
  /** Kept by the rules; a reader's view leaves it empty. */
  readonly idle: IdleAgents;
}

type Kept = { -readonly [K in keyof Profile]: Profile[K] };

/**
 * The agents of a pool by profile. A pool has few profiles, however many agents: who can take a task is
 * asked once for each of them. Following an agent is O(1).
 */
export class Profiles {
  readonly #profiles = new Map<string, Kept>();
  readonly #ofAgent = new Map<string, Kept>();
  #living = 0;

  /** How many agents live. */
  get living(): number {
    return this.#living;
  }

  of(agentId: string): Profile | undefined {
    return this.#ofAgent.get(agentId);
  }

  /** Follows an agent from one version to the next; undefined: it is not in the pool. */
  move(before: AgentState | undefined, after: AgentState | undefined): void {
    if (before !== undefined && after !== undefined && isAlike(before, after)) {
      const profile = this.#ofAgent.get(after.id);
      if (profile !== undefined) this.#count(profile, lives(after) - lives(before));
      return;
    }
    if (before !== undefined) this.#leave(before);
    if (after !== undefined) this.#join(after);
  }

  clear(): void {
    this.#profiles.clear();
    this.#ofAgent.clear();
    this.#living = 0;
  }

  /** Those whose agents take the type and have every skill. */
  *able(type: TaskType, skills: readonly string[]): Generator<Profile> {
    for (const profile of this.#profiles.values()) if (isCapable(profile, type, skills)) yield profile;
  }

  /** How many living agents take the type and have every skill. */
  livingAble(type: TaskType, skills: readonly string[]): number {
    let living = 0;
    for (const profile of this.#profiles.values()) if (isCapable(profile, type, skills)) living += profile.living;
    return living;
  }

  #join(agent: AgentState): void {
    const key = keyOf(agent);
    let profile = this.#profiles.get(key);
    if (profile === undefined) {
      const { taskTypes, verifiedSkills } = agent;
      profile = { key, taskTypes, verifiedSkills, size: 0, living: 0, idle: new IdleAgents() };
      this.#profiles.set(key, profile);
    }
    this.#ofAgent.set(agent.id, profile);
    profile.size += 1;
    this.#count(profile, lives(agent));
  }

  #leave(agent: AgentState): void {
    const profile = this.#ofAgent.get(agent.id);
    if (profile === undefined) return;
    this.#ofAgent.delete(agent.id);
    profile.size -= 1;
    this.#count(profile, -lives(agent));
    if (profile.size === 0) this.#profiles.delete(profile.key);
  }

  #count(profile: Kept, change: number): void {
    profile.living += change;
    this.#living += change;
  }
}

function lives(agent: AgentState): 0 | 1 {
  return agent.phase === 'living' ? 1 : 0;
}

function isAlike(a: AgentState, b: AgentState): boolean {
  return a.taskTypes === b.taskTypes && a.verifiedSkills === b.verifiedSkills;
}

function keyOf({ taskTypes, verifiedSkills }: AgentState): string {
  if (taskTypes.length === 0 && verifiedSkills.length === 0) return '';
  // As JSON: a skill may hold any character, so no separator would do.
  return JSON.stringify([[...taskTypes].sort(), verifiedSkills]);
}
