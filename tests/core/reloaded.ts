import { capture, chunksOf, StateBuilder } from '../../src/core/snapshot.js';
import type { PoolState } from '../../src/core/state.js';
import { TASK_TYPES } from '../../src/core/task-type.js';
import type { Rules } from '../support/rules.js';

/** The state as it comes back from its own snapshot, through JSON as on disk. */
export function reloaded(rules: Rules): PoolState {
  const kept = [...rules.state.tasks.values()].map(({ id, attempts }) => ({
    history: rules.moments.filter(({ record: { event } }) => 'taskId' in event && event.taskId === id),
    routings: attempts.map(({ routing }) => routing),
  }));
  const builder = new StateBuilder(() => undefined);
  const chunks = JSON.parse(JSON.stringify([...chunksOf(capture(rules.state), kept)])) as Parameters<
    StateBuilder['add']
  >[0][];
  for (const chunk of chunks) builder.add(chunk);
  return builder.state;
}

/** All that a state says, indexes included, in a form that can be compared. */
export function plain({
  agents,
  tasks,
  dependencies,
  settled,
  keys,
  keyAges,
  profiles,
  index,
  agenda,
  ...rest
}: PoolState): unknown {
  const lanes = [...index.lanes.all()].map((lane) =>
    JSON.stringify([
      lane.type,
      lane.skills,
      lane.head,
      lane.size,
      [...lane.undue()].map(({ taskId }) => taskId).sort(),
    ]),
  );
  const idle = [...agents.keys()].flatMap((id) => {
    const profile = profiles.of(id);
    return profile === undefined
      ? []
      : [[profile.key, profile.living, profile.idle.some(Infinity).map((agent) => agent.id)]];
  });
  return JSON.parse(
    JSON.stringify({
      agents: [...agents.values()],
      tasks: [...tasks.values()].sort((a, b) => a.number - b.number),
      dependencies: [...dependencies.values()],
      settled: settled.toArray().filter(({ taskId, clockMs }) => tasks.get(taskId)?.settledClockMs === clockMs),
      keys: [...keys].sort(([a], [b]) => (a < b ? -1 : 1)),
      undecided: [...agenda.undecided],
      deadlines: [...index.deadlines.inOrder()],
      lanes: lanes.sort(),
      idle,
      fastest: [...agents.keys()].map((id) =>
        TASK_TYPES.map((type) => profiles.of(id)?.idle.fastest(type, [])?.id ?? null),
      ),
      sets: [index.degraded, index.failing, index.leaving].map((set) => [...set].sort()),
      down: index.down,
      queue: index.queue.size,
      ...rest,
    }),
  );
}
