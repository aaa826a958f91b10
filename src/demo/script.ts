import { between, type Chance } from './chance.js';
import { createExampleWork, gatedWork, LONG, TIMED_OUT, type Work } from './example-work.js';

/** Something that the demo does. `pick` says which of those that can be meant, as a number in [0, 1). */
export type Act =
  | { readonly kind: 'submit'; readonly works: readonly Work[] }
  /** Submits until the queue refuses. */
  | { readonly kind: 'burst' }
  /** Calls off a task of the demo's own. */
  | { readonly kind: 'cancel' }
  /** Replays a task of the demo's own that has failed for good. */
  | { readonly kind: 'retry' }
  | { readonly kind: 'fail-agent'; readonly pick: number }
  | { readonly kind: 'restore-agent' }
  | { readonly kind: 'spawn' }
  | { readonly kind: 'retire' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'resume' }
  /** The discovery service goes away, and comes back. */
  | { readonly kind: 'outage' }
  | { readonly kind: 'recovery' };

/** An act, and when it is its turn, in milliseconds from the beginning at pace 1. */
export interface Step {
  readonly atMs: number;
  readonly act: Act;
}

/** Every incident comes once in a round. */
export const ROUND_MS = 180_000;
const OUTAGE_MS = 20_000;

/** What the demo does, in order and without end. It follows from `chance` alone. */
export function* script(chance: Chance): Generator<Step, never, undefined> {
  const nextWork = createExampleWork(chance);
  for (let beginsAtMs = 0; ; beginsAtMs += ROUND_MS) {
    const steps = [...incidents(chance), ...stream(chance, nextWork)].sort((a, b) => a.atMs - b.atMs);
    for (const { atMs, act } of steps) yield { atMs: beginsAtMs + atMs, act };
  }
}

/** Groups of tasks, now more and now fewer, so that there is now a queue and now none. */
function stream(chance: Chance, nextWork: () => Work): Step[] {
  const steps: Step[] = [];
  for (let atMs = 0; atMs < ROUND_MS; atMs += between(chance, 1_000, 4_000)) {
    const works = Array.from({ length: between(chance, 1, 6) }, nextWork);
    steps.push({ atMs, act: { kind: 'submit', works } });
  }
  return steps;
}

function incidents(chance: Chance): Step[] {
  const at = (atMs: number, act: Act): Step => ({ atMs: atMs + between(chance, 0, 2_000), act });
  const outageAtMs = 48_000 + between(chance, 0, 4_000);
  return [
    ...calledOff(9_000 + between(chance, 0, 2_000)),
    at(14_000, { kind: 'fail-agent', pick: chance() }),
    at(19_000, { kind: 'retry' }),
    at(22_000, { kind: 'restore-agent' }),
    at(25_000, { kind: 'submit', works: [TIMED_OUT] }),
    at(30_000, { kind: 'burst' }),
    { atMs: outageAtMs, act: { kind: 'outage' } },
    { atMs: outageAtMs + 4_000, act: { kind: 'submit', works: gatedWork(chance) } },
    { atMs: outageAtMs + OUTAGE_MS, act: { kind: 'recovery' } },
    at(84_000, { kind: 'spawn' }),
    ...calledOff(96_000 + between(chance, 0, 2_000)),
    at(104_000, { kind: 'retry' }),
    at(112_000, { kind: 'submit', works: [TIMED_OUT] }),
    at(126_000, { kind: 'pause' }),
    at(132_000, { kind: 'resume' }),
    ...calledOff(145_000 + between(chance, 0, 2_000)),
    at(158_000, { kind: 'retire' }),
    at(168_000, { kind: 'retry' }),
  ];
}

/** Something is there to be called off. */
function calledOff(atMs: number): Step[] {
  return [
    { atMs, act: { kind: 'submit', works: [LONG] } },
    { atMs: atMs + 2_500, act: { kind: 'cancel' } },
  ];
}
