import { capture, chunksOf, StateBuilder } from '../../src/core/snapshot.js';
import type { PoolState } from '../../src/core/state.js';
import type { Rules } from '../support/rules.js';

/** The state as it comes back from its own snapshot, through JSON as on disk. */
export function reloaded(rules: Rules): PoolState {
  const histories = [...rules.state.tasks.keys()].map((id) =>
    rules.records.filter(({ event }) => 'taskId' in event && event.taskId === id),
  );
  const builder = new StateBuilder(() => undefined);
  const chunks = JSON.parse(JSON.stringify([...chunksOf(capture(rules.state), histories)])) as Parameters<
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
  index,
  agenda,
  ...rest
}: PoolState): unknown {
  const lanes = [...index.lanes.all()].map((lane) =>
    JSON.stringify([lane.type, lane.skills, lane.excluded, lane.tasks.size]),
  );
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
      idle: [...index.idle.inOrder()].map(({ key }) => key),
      affinity: Object.values(index.affinity).map((heap) => [...heap.inOrder()].map(({ key }) => key)),
      sets: [index.degraded, index.failing, index.leaving].map((set) => [...set].sort()),
      down: index.down,
      queue: index.queue.size,
      ...rest,
    }),
  );
}
