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
        return;
      case 'AgentRestarting':
        this.inHand = null;
        return;
      case 'AgentRestored':
        this.phase = 'living';
        this.quietUntil = this.connected ? clockMs + leaseMs : null;
        if (event.life !== null) this.inHand = null;
        return;
      case 'AgentDraining':
        this.phase = 'draining';
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
