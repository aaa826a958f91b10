import type { TaskView } from '../../../../src/sdk/react/react';

export type Attempt = TaskView['attempts'][number];

/** What a task did for a while. */
export interface Span {
  readonly kind: 'waiting' | 'backoff' | 'analysing' | 'running';
  readonly ms: number;
  /** Time that lies before it on the axis, in milliseconds. */
  readonly offsetMs: number;
}

/** One attempt and the wait before it; or the wait that goes on. */
export interface Lane {
  readonly attempt: Attempt | null;
  readonly spans: readonly Span[];
  /** Another agent than the attempt before, which went wrong. */
  readonly isFailover: boolean;
  /** Somebody took the task up again after it was over. */
  readonly isReplay: boolean;
}

export interface Timeline {
  readonly lanes: readonly Lane[];
  readonly totalMs: number;
}

/** The life of a task, attempt by attempt. The time between its end and its replay is left out: nothing happened then. */
export function timelineOf(task: TaskView, nowMs: number): Timeline {
  const replays = task.history
    .filter(({ type }) => type === 'REPLAYED')
    .map(({ occurredAt }) => Date.parse(occurredAt));
  const lanes: Lane[] = [];
  let totalMs = 0;
  let beforeMs = Date.parse(task.createdAt);
  let before: Attempt | null = null;

  const add = (kind: Span['kind'], fromMs: number, toMs: number): Span => {
    const ms = Math.max(0, toMs - fromMs);
    const span = { kind, ms, offsetMs: totalMs };
    totalMs += ms;
    return span;
  };
  const begin = (untilMs: number): { fromMs: number; isReplay: boolean; kind: Span['kind'] } => {
    const replayMs = replays.filter((ms) => ms >= beforeMs && ms <= untilMs).at(-1);
    const kind = before !== null && replayMs === undefined && wentWrong(before) ? 'backoff' : 'waiting';
    return { fromMs: replayMs ?? beforeMs, isReplay: replayMs !== undefined, kind };
  };

  for (const attempt of task.attempts) {
    const assignedMs = Date.parse(attempt.assignedAt);
    const endedMs = attempt.endedAt == null ? Math.max(nowMs, assignedMs) : Date.parse(attempt.endedAt);
    const startedMs = attempt.startedAt == null ? endedMs : Date.parse(attempt.startedAt);
    const { fromMs, isReplay, kind } = begin(assignedMs);
    const spans = [add(kind, fromMs, assignedMs), add('analysing', assignedMs, startedMs)];
    if (attempt.startedAt != null) spans.push(add('running', startedMs, endedMs));
    const isFailover = before !== null && !isReplay && wentWrong(before) && before.agentId !== attempt.agentId;
    lanes.push({ attempt, spans, isFailover, isReplay });
    beforeMs = endedMs;
    before = attempt;
  }
  const endMs = task.completedAt == null ? null : Date.parse(task.completedAt);
  const isWaiting = task.status === 'PENDING';
  if (isWaiting || (endMs !== null && task.attempts.length === 0)) {
    const untilMs = endMs ?? Math.max(nowMs, beforeMs);
    const { fromMs, isReplay, kind } = begin(untilMs);
    const isBackoff = task.wait == null ? kind === 'backoff' : task.wait.reason === 'BACKOFF';
    const spans = [add(isBackoff ? 'backoff' : 'waiting', fromMs, untilMs)];
    lanes.push({ attempt: null, spans, isFailover: false, isReplay });
  }
  return { lanes, totalMs };
}

function wentWrong({ outcome }: Attempt): boolean {
  return outcome != null && outcome !== 'SUCCEEDED' && outcome !== 'CANCELLED' && outcome !== 'INTERRUPTED';
}
