/**
 * The product with one rule or one step of the engine broken, as a replacement in a file of `dist`. The simulation
 * has to notice each of them; `quick` ones are tried in `npm test` too.
 *
 * @type {readonly { name: string, file: string, from: string, to: string, quick?: true }[]}
 */
export const MUTANTS = [
  {
    name: 'effects before durability',
    file: 'engine/pool.js',
    from: 'await journal.append(',
    to: 'for (const moment of moments) for (const effect of react(moment, NO_AGENTS)) this.#outside.perform(effect);\nawait journal.append(',
  },
  {
    name: 'answers before durability',
    file: 'engine/pool.js',
    from: 'const batch = this.#open;',
    to: 'const batch = this.#open;\nfor (const { outcome, resolve } of batch.waiters) if (!(outcome instanceof Rejection)) resolve(outcome);',
    quick: true,
  },
  {
    name: 'refusals before durability',
    file: 'engine/pool.js',
    from: 'outcome = error;',
    to: 'return Promise.reject(error);',
  },
  {
    name: 'what is decided is shown after a restart',
    file: 'engine/pool.js',
    from: 'this.view.adoptWhole(whole);',
    to: 'this.view.adoptWhole(this.#state);',
  },
  {
    name: 'alarm not moved to an earlier deadline',
    file: 'engine/pool.js',
    from: 'if (due === (this.#alarm?.dueClockMs ?? null))',
    to: 'if (this.#alarm !== null && due !== null)',
  },
  {
    name: 'snapshot taken when its batch is written',
    file: 'engine/pool.js',
    from: 'const captured = this.#snapshots.captureIfDue(this.#state, last);\n        await journal.append(moments.map(({ record }) => record), first - 1, this.#head.epoch);',
    to: 'await journal.append(moments.map(({ record }) => record), first - 1, this.#head.epoch);\n        const captured = this.#snapshots.captureIfDue(this.#state, last);',
  },
  {
    name: 'snapshot said to be of one record earlier',
    file: 'engine/pool.js',
    from: 'this.#snapshots.write(captured, this.view, last,',
    to: 'this.#snapshots.write(captured, this.view, last - 1,',
  },
  {
    name: 'lease token not checked',
    file: 'core/decide-task.js',
    from: 'if (leaseToken !== null && attempt?.leaseToken !== leaseToken)',
    to: 'if (leaseToken !== null && attempt === null)',
    quick: true,
  },
  {
    name: 'second completion accepted',
    file: 'core/decide-task.js',
    from: 'const task = knownTask(state, taskId);\n    const attempt = currentAttempt(task);\n    if (leaseToken',
    to: 'const task = knownTask(state, taskId);\n    const attempt = task.attempts.at(-1) ?? null;\n    if (leaseToken',
  },
  {
    name: 'exclusion ignored',
    file: 'core/routing.js',
    from: ' && !wanted.excluded.includes(agent.id)',
    to: '',
  },
  {
    name: 'gate ignored',
    file: 'core/next.js',
    from: 'if (closedGate(state.dependencies, lane.type) !== null)',
    to: 'if (false)',
  },
  {
    name: 'last in, first out',
    file: 'core/lanes.js',
    from: 'a.order < b.order',
    to: 'a.order > b.order',
  },
  {
    name: 'lease ends one lease late',
    file: 'core/state.js',
    from: "setDeadline(state, 'lease', id, leased);",
    to: "setDeadline(state, 'lease', id, leased === null ? null : leased + state.limits.leaseMs);",
  },
  {
    name: 'heartbeat renews nothing',
    file: 'core/heartbeat.js',
    from: 'leaseUntilClockMs: renews && agent.attempt?.over !== true ? until : null,',
    to: 'leaseUntilClockMs: renews && agent.attempt?.over !== true ? agent.attempt?.leaseUntilClockMs ?? null : null,',
  },
  {
    name: 'settled task forgotten one too early',
    file: 'core/retention.js',
    from: 'state.settledTasks <= limits.retentionCount',
    to: 'state.settledTasks < limits.retentionCount',
  },
  {
    name: 'idempotency key not held',
    file: 'core/evolve.js',
    from: 'holdKey(state, after, at);',
    to: ';',
  },
  {
    name: 'interrupted attempt spends',
    file: 'core/decide-pool.js',
    from: 'interrupted(state, agent, message, isWornOut(state, agent))',
    to: 'interrupted(state, agent, message, true)',
  },
  {
    name: 'attempt kept over an agent crash',
    file: 'core/decide-agent.js',
    from: "outcome === 'TIMED_OUT'), ...ended, ...free]",
    to: "outcome === 'TIMED_OUT'), ...free]",
    quick: true,
  },
  {
    name: 'no wake-up when a dependency is back',
    file: 'core/evolve.js',
    from: "state.index.down += after.status === 'DOWN' ? 1 : -1;\n        lookAgain(state);",
    to: "state.index.down += after.status === 'DOWN' ? 1 : -1;",
  },
  {
    name: 'leases not extended over a restart',
    file: 'core/evolve.js',
    from: 'extendLeases(state, at);',
    to: ';',
  },
  {
    name: 'cursor between two events taken for whole',
    file: 'engine/event-stream.js',
    from: 'const isWhole = after.parts === WHOLE || after.position === 0;',
    to: 'const isWhole = true;',
  },
  {
    name: 'cursor off by one',
    file: 'engine/event-stream.js',
    from: 'this.#position = isWhole ? after.position : after.position - 1;',
    to: 'this.#position = isWhole ? after.position + 1 : after.position - 1;',
  },
  {
    name: 'only one reader woken',
    file: 'engine/feed.js',
    from: 'for (const wake of waiting)\n            wake();',
    to: 'for (const wake of [...waiting].slice(0, 1))\n            wake();',
  },
  {
    name: 'past folded from a snapshot of the future',
    file: 'engine/archive.js',
    from: 'await this.#journal.newestSnapshot(after);',
    to: 'await this.#journal.newestSnapshot();',
  },
  {
    name: 'log dropped up to the newest snapshot',
    file: 'engine/snapshots.js',
    from: 'this.#retainFrom(this.#previous);',
    to: 'this.#retainFrom(snapshot.position);',
  },
  {
    name: 'clock of the engine set by the wall',
    file: 'engine/clock.js',
    from: 'newest.clockMs + Math.max(0, clock.wallMs() - newest.atMs)',
    to: 'clock.wallMs()',
  },
  {
    name: 'new process not noticed as ready',
    file: 'engine/dispatcher.js',
    from: "tell(agentId, { type: 'ReportReady', agentId });",
    to: ';',
  },
];
