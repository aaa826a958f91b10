import { IndexedHeap } from '../lib/indexed-heap.js';
import { LabelledTree } from '../lib/labelled-tree.js';
import { RankedSet } from '../lib/ranked-set.js';
import type { TaskType } from './task-type.js';
import { excludedAgents, type TaskState } from './task.js';

/** Where a pending task stands: by its queue key in the lane of what it requires, apart where agents are excluded from it. */
interface Place {
  readonly lane: string;
  readonly key: number;
  readonly excluded: readonly string[];
  /** A backoff is running, after which its exclusion is lifted. */
  readonly due: boolean;
}

/**
 * Queue order, the least first: higher priority, and within it the lower place in the line. Below 2^53
 * for up to 2^45 tasks of a pool.
 */
export function queueKey(task: TaskState): number {
  return (9 - task.priority) * 2 ** 45 + task.order;
}

/** Pending tasks of one type that need the same skills, in queue order. */
export class Lane {
  readonly type: TaskType;
  readonly skills: readonly string[];
  /** Queue keys of the tasks that no agent is excluded from. */
  readonly #open = new RankedSet();
  /** Those that some are excluded from: their queue keys, labelled with these agents. */
  readonly #excluding = new LabelledTree();
  readonly #taskIds = new Map<number, string>();
  /** Of these, by the set of excluded agents, the ones that no backoff is running for. */
  readonly #undue = new Map<
    string,
    { readonly excluded: readonly string[]; readonly tasks: IndexedHeap<string, number> }
  >();
  #mostExcluded = 0;

  constructor(type: TaskType, skills: readonly string[]) {
    this.type = type;
    this.skills = skills;
  }

  get size(): number {
    return this.#open.size + this.#excluding.size;
  }

  /** The queue key of its first task; `Infinity` where it has none. */
  get head(): number {
    return Math.min(this.openHead, this.#excluding.min() ?? Infinity);
  }

  /** The first task that any agent may take. */
  get openHead(): number {
    return this.#open.min() ?? Infinity;
  }

  get excludesAny(): boolean {
    return this.#excluding.size > 0;
  }

  /** No task of these excludes more agents than this. */
  get mostExcluded(): number {
    return this.#mostExcluded;
  }

  /** The first task that some agent is excluded from, but not this one. */
  firstNotExcluding(agentId: string): number {
    return this.#excluding.firstWithout(agentId) ?? Infinity;
  }

  /** The different sets of agents that are excluded from tasks for which no backoff is running, with the first task of each. */
  *undue(): Generator<{ readonly excluded: readonly string[]; readonly taskId: string }> {
    for (const { excluded, tasks } of this.#undue.values()) {
      yield { excluded, taskId: tasks.peek()?.key ?? '' };
    }
  }

  /** The task that one of the above has given the queue key of. */
  taskAt(key: number): string {
    return this.#taskIds.get(key) ?? '';
  }

  add({ key, excluded, due }: Place, taskId: string): void {
    this.#taskIds.set(key, taskId);
    if (excluded.length === 0) {
      this.#open.add(key);
      return;
    }
    this.#excluding.add(key, excluded);
    this.#mostExcluded = Math.max(this.#mostExcluded, excluded.length);
    if (due) return;
    const name = setName(excluded);
    const alike = this.#undue.get(name) ?? { excluded, tasks: new IndexedHeap<string, number>(isLess) };
    alike.tasks.set(taskId, key);
    this.#undue.set(name, alike);
  }

  remove({ key, excluded, due }: Place, taskId: string): void {
    this.#taskIds.delete(key);
    if (excluded.length === 0) {
      this.#open.delete(key);
      return;
    }
    this.#excluding.delete(key);
    if (!this.excludesAny) this.#mostExcluded = 0;
    if (due) return;
    const name = setName(excluded);
    const alike = this.#undue.get(name);
    alike?.tasks.delete(taskId);
    if (alike?.tasks.size === 0) this.#undue.delete(name);
  }
}

/**
 * Pending tasks by what they require, so that one that cannot run never stands before one that can.
 * Following a task is O(log n) in the tasks that wait.
 */
export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  /** By the queue key of their first task. */
  readonly #byHead = new IndexedHeap<string, { readonly lane: Lane; readonly head: number }>((a, b) => a.head < b.head);
  readonly #excluding = new Set<Lane>();

  all(): IterableIterator<Lane> {
    return this.#lanes.values();
  }

  /** The one with the first task of all. */
  first(): Lane | undefined {
    return this.#byHead.peek()?.value.lane;
  }

  /** In the order of their first tasks: O(log n) for each one taken. */
  *inOrder(): Generator<Lane> {
    for (const { value } of this.#byHead.inOrder()) yield value.lane;
  }

  /** Those with tasks that some agent is excluded from. */
  excluding(): IterableIterator<Lane> {
    return this.#excluding.values();
  }

  /** Follows a task from one version to the next; undefined: there is none. */
  move(before: TaskState | undefined, after: TaskState): void {
    const from = before === undefined ? null : placeOf(before);
    const to = placeOf(after);
    if (from === null ? to === null : to !== null && isSame(from, to)) return;
    if (from !== null) this.#remove(from, after.id);
    if (to !== null) this.#add(to, after);
  }

  #add(place: Place, task: TaskState): void {
    let lane = this.#lanes.get(place.lane);
    if (lane === undefined) {
      lane = new Lane(task.type, task.requiredSkills);
      this.#lanes.set(place.lane, lane);
    }
    lane.add(place, task.id);
    this.#follow(place.lane, lane);
  }

  #remove(place: Place, taskId: string): void {
    const lane = this.#lanes.get(place.lane);
    if (lane === undefined) return;
    lane.remove(place, taskId);
    this.#follow(place.lane, lane);
  }

  #follow(name: string, lane: Lane): void {
    if (lane.excludesAny) this.#excluding.add(lane);
    else this.#excluding.delete(lane);
    if (lane.size === 0) {
      this.#lanes.delete(name);
      this.#byHead.delete(name);
      return;
    }
    const { head } = lane;
    if (this.#byHead.get(name)?.head !== head) this.#byHead.set(name, { lane, head });
  }
}

/** Null where it is not in line for an agent: not PENDING, or backing off at a failure's own wish. */
function placeOf(task: TaskState): Place | null {
  if (task.status !== 'PENDING' || task.holdMs !== null) return null;
  const due = task.retryDueClockMs !== null;
  if (due && task.wait?.reason !== 'NO_OTHER_AGENT') return null;
  return { lane: laneName(task), key: queueKey(task), excluded: excludedAgents(task), due };
}

function isLess(a: number, b: number): boolean {
  return a < b;
}

/** Of two versions of one task, whose excluded agents only come to be more, or none. */
function isSame(a: Place, b: Place): boolean {
  return a.key === b.key && a.due === b.due && a.excluded.length === b.excluded.length && a.lane === b.lane;
}

function laneName(task: TaskState): string {
  if (task.requiredSkills.length === 0) return task.type;
  // As JSON: a skill may hold any character, so no separator would do.
  return JSON.stringify([task.type, task.requiredSkills]);
}

function setName(agentIds: readonly string[]): string {
  return [...agentIds].sort().join(' ');
}
