import { describe, expect, it } from '@jest/globals';
import { age, clip, duration, label, shortDuration } from '../../console/app/data/format.js';

describe('durations', () => {
  it.each([
    [-5, '0.0 ms'],
    [0.44, '0.4 ms'],
    [12.3, '12 ms'],
    [3_210, '3.2 s'],
    [59_990, '1 min'],
    [245_000, '4 min 5 s'],
    [7_380_000, '2 h 3 min'],
    [435_600_000, '5 d 1 h'],
  ])('are short, with their unit, and never negative: %d ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it.each([
    [-90_000, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min 59 s'],
  ])('that tick are in whole seconds: %d ms is %s', (ms, text) => {
    expect(age(ms)).toBe(text);
  });

  it.each([
    [0, '0 ms'],
    [0.25, '0.3 ms'],
    [250, '250 ms'],
    [1_500, '1.5 s'],
    [10_000, '10 s'],
  ])('of an axis keep their unit too: %d ms is %s', (ms, text) => {
    expect(shortDuration(ms)).toBe(text);
  });
});

it('writes the names of the schema as people do', () => {
  expect(label('NO_IDLE_AGENT')).toBe('No idle agent');
});

it('shows no more than the beginning of a megabyte', () => {
  expect(clip('x'.repeat(1_000_000))).toHaveLength(301);
});
