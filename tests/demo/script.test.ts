import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { seededChance } from '../../src/demo/chance.js';
import { createExampleWork, type Work } from '../../src/demo/example-work.js';
import { ROUND_MS, script, type Step } from '../../src/demo/script.js';

function stepsOf(seed: number, rounds: number): Step[] {
  const steps: Step[] = [];
  for (const step of script(seededChance(seed))) {
    if (step.atMs >= rounds * ROUND_MS) return steps;
    steps.push(step);
  }
  return steps;
}

function worksOf(steps: readonly Step[]): Work[] {
  return steps.flatMap(({ act }) => (act.kind === 'submit' ? act.works : []));
}

describe('the script of the demo', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(stepsOf(7, 2)).toEqual(stepsOf(7, 2));
    expect(stepsOf(7, 2)).not.toEqual(stepsOf(8, 2));
  });

  it('never goes back in time', () => {
    const times = stepsOf(1, 3).map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it.each([1, 2, 3])('has every incident in each round, and ends what it begins (seed %d)', (seed) => {
    for (const round of [0, 1, 2]) {
      const kinds = stepsOf(seed, 3)
        .filter(({ atMs }) => Math.floor(atMs / ROUND_MS) === round)
        .map(({ act }) => act.kind);
      const pairs = [
        ['outage', 'recovery'],
        ['fail-agent', 'restore-agent'],
        ['spawn', 'retire'],
        ['pause', 'resume'],
      ] as const;
      for (const [begin, end] of pairs) {
        expect(kinds.filter((kind) => kind === begin)).toHaveLength(1);
        expect(kinds.indexOf(end)).toBeGreaterThan(kinds.indexOf(begin));
      }
      expect(kinds).toEqual(expect.arrayContaining(['burst', 'cancel', 'retry']));
    }
  });

  it('has the service away for about twenty seconds, with work that waits for it', () => {
    const steps = stepsOf(5, 1);
    const from = steps.findIndex(({ act }) => act.kind === 'outage');
    const to = steps.findIndex(({ act }) => act.kind === 'recovery');
    const lastsMs = (steps[to]?.atMs ?? 0) - (steps[from]?.atMs ?? 0);
    expect(lastsMs).toBeGreaterThanOrEqual(18_000);
    expect(lastsMs).toBeLessThanOrEqual(24_000);
    const types = worksOf(steps.slice(from, to)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['DISCOVERY', 'MIGRATION']));
  });

  it('calls off what cannot have ended yet', () => {
    const steps = stepsOf(6, 1);
    const calledOff = steps.filter(({ act }) => act.kind === 'cancel');
    expect(calledOff).toHaveLength(3);
    for (const { atMs } of calledOff) {
      const lately = steps.filter((step) => step.atMs < atMs && step.atMs >= atMs - 3_000);
      expect(worksOf(lately).some(({ payload }) => Number(payload['sleepMs']) > 3_000)).toBe(true);
    }
  });

  it('shows all six types and every kind of end within half a minute', () => {
    const works = worksOf(stepsOf(1, 1).filter(({ atMs }) => atMs < 30_000));
    expect(new Set(works.map(({ type }) => type)).size).toBe(6);
    expect(works.some(({ fails }) => fails)).toBe(true);
    expect(works.some(({ payload }) => (payload['fail'] as { times?: number } | undefined)?.times === 1)).toBe(true);
    expect(works.some(({ requiredSkills }) => requiredSkills !== undefined)).toBe(true);
    expect(works.some(({ prefers }) => prefers !== undefined)).toBe(true);
    expect(works.some(({ twice }) => twice)).toBe(true);
  });

  it('asks for no more than four agents can do', () => {
    const works = worksOf(stepsOf(1, 5));
    const sleptMs = works.reduce((sum, { payload }) => sum + Number(payload['sleepMs'] ?? 0), 0);
    // The rest is quick, and half of the time is left for it.
    expect(sleptMs / (5 * ROUND_MS)).toBeLessThan(3);
    expect(sleptMs / (5 * ROUND_MS)).toBeGreaterThan(1);
  });
});

describe('the example work', () => {
  it('names what is in the package', () => {
    const next = createExampleWork(seededChance(3));
    const given = Array.from({ length: 400 }, next).filter(({ fails }) => !fails);
    const paths = given.flatMap(({ payload }) => ['path', 'folder', 'component'].map((field) => payload[field]));
    const named = new Set(paths.filter((path) => typeof path === 'string'));
    expect(named.size).toBeGreaterThan(10);
    for (const path of named) expect([path, existsSync(path)]).toEqual([path, true]);
  });

  it('keeps within what every pool takes', () => {
    const next = createExampleWork(seededChance(4));
    for (const { priority, maxAttempts = 3, timeoutMs = 1_000 } of Array.from({ length: 400 }, next)) {
      expect(priority >= 0 && priority <= 9 && maxAttempts <= 3 && timeoutMs >= 1_000).toBe(true);
    }
  });
});

it('gives chance that is spread evenly and follows from its seed', () => {
  const chance = seededChance(42);
  const drawn = Array.from({ length: 10_000 }, chance);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  expect(drawn.reduce((sum, each) => sum + each, 0) / drawn.length).toBeCloseTo(0.5, 1);
  const again = seededChance(42);
  expect(Array.from({ length: 5 }, again)).toEqual(drawn.slice(0, 5));
});
