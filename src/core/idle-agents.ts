import { IndexedHeap } from '../lib/indexed-heap.js';
import { averageTimeMs, type AgentState } from './agent.js';
import { perType, TASK_TYPES, type TaskType } from './task-type.js';

/** Idle agents in the orders that routing asks for. Every operation is O(log n), once more for each agent that it must not give. */
export class IdleAgents {
  readonly #byUse = new IndexedHeap<string, AgentState>(usedBefore);
  readonly #byMean = perType((type) => new IndexedHeap<string, AgentState>(fasterAt(type)));

  get size(): number {
    return this.#byUse.size;
  }

  set(agent: AgentState): void {
    this.#byUse.set(agent.id, agent);
    for (const type of TASK_TYPES) {
      if (hasCompleted(agent, type)) this.#byMean[type].set(agent.id, agent);
    }
  }

  /** The version that was set. */
  delete(agent: AgentState): void {
    this.#byUse.delete(agent.id);
    for (const type of TASK_TYPES) {
      if (hasCompleted(agent, type)) this.#byMean[type].delete(agent.id);
    }
  }

  /** Up to `count` of them, the least recently used first. */
  some(count: number): AgentState[] {
    const some: AgentState[] = [];
    if (count <= 0) return some;
    for (const { value } of this.#byUse.inOrder()) if (some.push(value) === count) break;
    return some;
  }

  leastUsed(excluded: readonly string[]): AgentState | null {
    return firstBut(this.#byUse, excluded);
  }

  /** Of those with completed tasks of the type, the one with the lowest mean time for it. */
  fastest(type: TaskType, excluded: readonly string[]): AgentState | null {
    return firstBut(this.#byMean[type], excluded);
  }
}

function hasCompleted(agent: AgentState, type: TaskType): boolean {
  return (agent.byType[type]?.completed ?? 0) > 0;
}

function firstBut(heap: IndexedHeap<string, AgentState>, excluded: readonly string[]): AgentState | null {
  if (excluded.length === 0) return heap.peek()?.value ?? null;
  for (const { value } of heap.inOrder()) if (!excluded.includes(value.id)) return value;
  return null;
}

export function usedBefore(a: AgentState, b: AgentState): boolean {
  return a.lastUsed === b.lastUsed ? a.id < b.id : a.lastUsed < b.lastUsed;
}

export function fasterAt(type: TaskType): (a: AgentState, b: AgentState) => boolean {
  const mean = (agent: AgentState): number => averageTimeMs(agent.byType[type]) ?? Infinity;
  return (a, b) => (mean(a) === mean(b) ? usedBefore(a, b) : mean(a) < mean(b));
}
