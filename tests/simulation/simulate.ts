import { setImmediate as turn } from 'node:timers/promises';
import { planOf } from './plan.js';
import { World, type Violation } from './world.js';

export interface Round {
  readonly seed: number;
  readonly steps: number;
  readonly records: number;
  readonly simulatedMs: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Of everything that happened, in order. */
  readonly hash: string;
  readonly violation: Violation | null;
  /** The last that happened, where something is broken. */
  readonly trace: readonly string[];
}

const MAX_CALM_STEPS = 20_000;
const MAX_CALM_MS = 3_600_000;
/** A reader whose next event is gone hears of it with the one after, which may never come. */
const GAP_MS = 5_000;
/** A fair clock puts an alarm off for so long after a stall, at most. */
const MOST_HELD_MS = 2_500;
/** All that was put off by a stall is carried out one after another; the clock goes on a little meanwhile. */
const AFTER_STALL_MS = 50;

/** Plays what the seed stands for. The same seed plays the same, step by step. */
export async function simulate(seed: number, print: ((line: string) => void) | null = null): Promise<Round> {
  const world = new World(planOf(seed), print);
  world.start();
  let steps = 0;
  for (; steps < world.plan.steps && world.violation === null; steps += 1) await step(world);
  world.calm();
  const calmSince = world.time.nowMs;
  for (
    let calm = 0;
    world.violation === null && !isSettled(world, world.time.nowMs - calmSince > GAP_MS);
    calm += 1, steps += 1
  ) {
    await step(world);
    if (calm > MAX_CALM_STEPS || world.time.nowMs - calmSince > MAX_CALM_MS) world.broken('liveness', unsettled(world));
  }
  if (world.violation === null) {
    world.checks.snapshotAndTail();
    if (world.life?.pool != null) world.checks.view(world.life.pool);
  }
  world.life?.end();
  return {
    seed,
    steps,
    records: world.checks.last,
    simulatedMs: Math.round(world.time.nowMs),
    faults: Object.fromEntries([...world.counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    hash: world.trace.digest(),
    violation: world.violation,
    trace: world.violation === null ? [] : world.trace.newest(),
  };
}

/** One thing happens; then the code under test gets as many turns of the event loop as chance gives it. */
async function step(world: World): Promise<void> {
  const { time, random } = world;
  const entry = time.next();
  if (entry === null) {
    world.broken('liveness', 'nothing is planned any more');
    return;
  }
  if (entry.owner !== null && world.stalledUntilMs > time.nowMs) {
    time.postpone(entry, world.stalledUntilMs);
    return;
  }
  world.trace.line(`${time.nowMs.toFixed(3)} ${entry.what}`);
  entry.run();
  const turns = random.pick([0, 0, 1, 1, 2, 4]);
  for (let nth = 0; nth < turns; nth += 1) await turn();
  const heldMs = world.plan.isFair ? MOST_HELD_MS : AFTER_STALL_MS;
  world.hadItsTurn = turns >= 2 && time.nowMs > world.stalledUntilMs + heldMs;
  world.checks.afterStep();
}

function isSettled({ life, checks, readers }: World, mayMiss: boolean): boolean {
  const { PENDING, IN_PROGRESS } = checks.state.counters.byStatus;
  if (life?.pool == null || PENDING + IN_PROGRESS > 0) return false;
  return readers.every((reader) => reader.isThrough(mayMiss));
}

function unsettled({ checks, readers, life }: World): string {
  const tasks = [...checks.rules.tasks.values()].filter(
    ({ status }) => status === 'PENDING' || status === 'IN_PROGRESS',
  );
  const words = tasks.map(({ id, status, open }) => `${id} is ${status} on ${open?.agentId ?? 'no agent'}`);
  const behind = readers.filter((reader) => !reader.isThrough(true)).map((reader) => reader.inWords());
  return [life?.pool == null ? 'the server does not run' : '', ...words, ...behind].join('; ');
}
