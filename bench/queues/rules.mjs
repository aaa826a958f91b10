import { decide } from '../../dist/core/decide.js';
import { evolve } from '../../dist/core/evolve.js';
import { DEFAULT_LIMITS } from '../../dist/core/limits.js';
import { next } from '../../dist/core/next.js';
import { emptyState } from '../../dist/core/state.js';
import { IdSource } from '../../dist/lib/ids.js';
import { TASK_INPUT } from '../lib/pool.mjs';

const AGENTS = 4;

/** The rules alone: what is decided and folded, without a log, views or anybody who is told. */
export function open({ queued }) {
  const state = emptyState();
  const ids = new IdSource();
  let position = 0;
  let clockMs = 0;
  const run = (command) => {
    clockMs += 0.01;
    const atMs = 1_700_000_000_000 + clockMs;
    const stamp = { atMs, clockMs, random: () => 0.5, id: (prefix) => ids.next(prefix, clockMs) };
    const append = (event) => evolve(state, { position: (position += 1), atMs, clockMs, event });
    for (const event of decide(state, command, stamp).events) append(event);
    for (let event = next(state, stamp); event !== null; event = next(state, stamp)) append(event);
  };
  const limits = { ...DEFAULT_LIMITS, maxQueueLength: 2_000_000 };
  run({ type: 'ConfigurePool', name: 'bench', limits, dependencies: [] });
  run({ type: 'InitializePool', size: AGENTS, kind: 'REMOTE' });
  for (let i = 0; i < queued + AGENTS; i += 1) run({ type: 'SubmitTask', input: TASK_INPUT });
  return {
    lifecycle() {
      run({ type: 'SubmitTask', input: TASK_INPUT });
      const { taskId } = state.agents.values().next().value.attempt;
      run({ type: 'StartTask', taskId, leaseToken: null });
      run({ type: 'CompleteTask', taskId, leaseToken: null, result: null });
    },
    close: () => undefined,
  };
}
