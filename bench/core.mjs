// How many task lifecycles (submit, assign, start, complete) the rules decide and fold per second on one core,
// by the number of tasks that wait behind. Use: node bench/core.mjs
import { decide } from '../dist/core/decide.js';
import { evolve } from '../dist/core/evolve.js';
import { DEFAULT_LIMITS } from '../dist/core/limits.js';
import { next } from '../dist/core/next.js';
import { emptyState } from '../dist/core/state.js';
import { IdSource } from '../dist/lib/ids.js';
import { median, printTable } from './lib/figures.mjs';

const SIZES = (process.env.QUEUED ?? '100,10000,1000000').split(',').map((queued) => [Number(queued), 4]);
const LIFECYCLES = Number(process.env.LIFECYCLES ?? 100_000);
const ids = new IdSource();
let position = 0;
let clockMs = 0;
const stamp = () => ({
  atMs: 1_700_000_000_000 + clockMs,
  clockMs,
  random: () => 0.5,
  id: (prefix) => ids.next(prefix, clockMs),
});

function run(state, command) {
  clockMs += 0.01;
  const at = stamp();
  const { events, answer } = decide(state, command, at);
  const append = (event) => evolve(state, { position: (position += 1), atMs: at.atMs, clockMs: at.clockMs, event });
  for (const event of events) append(event);
  for (let event = next(state, at); event !== null; event = next(state, at)) append(event);
  return answer;
}

const input = {
  type: 'GENERAL',
  payload: { text: 'hello' },
  priority: 0,
  preferredAgentId: null,
  requiredSkills: [],
  maxAttempts: 3,
  timeoutMs: null,
  idempotencyKey: null,
  inputHash: null,
  traceId: null,
  traceparent: null,
};

function measure(queued, agents) {
  const state = emptyState();
  run(state, {
    type: 'ConfigurePool',
    name: 'bench',
    limits: { ...DEFAULT_LIMITS, maxQueueLength: 2_000_000 },
    dependencies: [],
  });
  run(state, { type: 'InitializePool', size: agents, kind: 'REMOTE' });
  for (let i = 0; i < queued + agents; i += 1) run(state, { type: 'SubmitTask', input });
  const once = (lifecycles) => {
    const from = performance.now();
    for (let i = 0; i < lifecycles; i += 1) {
      run(state, { type: 'SubmitTask', input });
      const agent = state.agents.values().next().value;
      const { taskId } = agent.attempt;
      run(state, { type: 'StartTask', taskId, leaseToken: null });
      run(state, { type: 'CompleteTask', taskId, leaseToken: null, result: null });
    }
    return lifecycles / ((performance.now() - from) / 1_000);
  };
  once(LIFECYCLES / 5);
  return median([1, 2, 3].map(() => once(LIFECYCLES)));
}

const base = measure(100, 4);
printTable(
  ['queued tasks', 'agents', 'lifecycles/s', 'cost against 100 queued'],
  SIZES.map(([queued, agents]) => {
    const rate = queued === 100 && agents === 4 ? base : measure(queued, agents);
    return [queued, agents, Math.round(rate), (base / rate).toFixed(2)];
  }),
);
