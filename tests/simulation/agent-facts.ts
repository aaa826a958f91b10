import type { AgentEvent } from '../../src/core/event.js';
import type { TaskFacts } from './task-facts.js';

export interface InHand {
  readonly taskId: string;
  readonly leaseToken: string;
  readonly leaseUntil: number | null;
  readonly over: boolean;
}

type Spawned = Extract<AgentEvent, { type: 'AgentSpawned' }>;

/** What the log has said of one agent so far. */
export class AgentFacts {
  readonly id: string;
  readonly kind: 'PROCESS' | 'REMOTE';
  phase: 'living' | 'degraded' | 'draining' = 'living';
  connected = false;
  inHand: InHand | null = null;
  quietUntil: number | null = null;
  restartAt: number | null = null;
  /** Number of the assignment that it got last; 0 before the first. */
  lastUsed = 0;
  readonly #times = new Map<string, { count: number; totalMs: number }>();
  readonly #types: readonly string[];
  readonly #skills: Set<string>;

  constructor({ agentId, kind, taskTypes, skills }: Spawned) {
    this.id = agentId;
    this.kind = kind;
    this.#types = taskTypes;
    this.#skills = new Set(skills);
  }

  isIdle(): boolean {
    return this.phase === 'living' && this.inHand === null;
  }

  isCapable({ type, skills }: TaskFacts): boolean {
    return (this.#types.length === 0 || this.#types.includes(type)) && skills.every((skill) => this.#skills.has(skill));
  }

  completed(type: string, tookMs: number): void {
    const { count, totalMs } = this.#times.get(type) ?? { count: 0, totalMs: 0 };
    this.#times.set(type, { count: count + 1, totalMs: totalMs + tookMs });
  }

  /** Over its completed tasks of that type; null before the first. */
  meanMs(type: string): number | null {
    const times = this.#times.get(type);
    return times === undefined ? null : times.totalMs / times.count;
  }

  /** Leases and signs of life get a whole lease after a restart. */
  extend(until: number): void {
    if (this.quietUntil === null) return;
    this.quietUntil = Math.max(this.quietUntil, until);
    if (this.inHand !== null && this.inHand.leaseUntil !== null)
      this.inHand = { ...this.inHand, leaseUntil: Math.max(this.inHand.leaseUntil, until) };
  }

  apply(event: Exclude<AgentEvent, Spawned>, clockMs: number, leaseMs: number): void {
    switch (event.type) {
      case 'AgentConnected':
      case 'AgentHeartbeat':
        this.connected = true;
        this.quietUntil = event.quietUntilClockMs;
        if (this.inHand !== null && event.leaseUntilClockMs !== null)
          this.inHand = { ...this.inHand, leaseUntil: event.leaseUntilClockMs };
        return;
      case 'AgentDegraded':
        this.phase = 'degraded';
        this.restartAt = event.restartAtClockMs;
        return;
      case 'AgentRestarting':
        this.inHand = null;
        this.restartAt = null;
        return;
      case 'AgentRestored':
        this.phase = 'living';
        this.restartAt = null;
        this.quietUntil = this.connected ? clockMs + leaseMs : null;
        if (event.life !== null) this.inHand = null;
        return;
      case 'AgentDraining':
        this.phase = 'draining';
        this.restartAt = null;
        return;
      case 'AgentSkillVerified':
        this.#skills.add(event.skill);
        return;
      case 'AgentReleased':
        this.inHand = null;
        return;
      default:
    }
  }
}
