import { unlessEnding } from './ends.mjs';
import { figure, median, spread } from './figures.mjs';

/**
 * Lets each contestant run once in each round, in turns (A B C A B C ...), so that what the machine does meanwhile hits all
 * alike. One that cannot start, or fails, is left out from then on, with the reason.
 *
 * @param {readonly { name: string, run: () => Promise<Record<string, number>> }[]} contestants
 * @param {{ rounds: number, only?: string[] | null }} options
 */
export async function contest(contestants, { rounds, only = null }) {
  const chosen = contestants.filter(({ name }) => only === null || only.some((part) => name.includes(part)));
  const results = new Map(chosen.map(({ name }) => [name, []]));
  const leftOut = new Map();
  for (let round = 1; round <= rounds; round += 1) {
    for (const { name, run } of chosen) {
      if (leftOut.has(name)) continue;
      await unlessEnding();
      process.stderr.write(`\r\x1b[K  round ${String(round)}: ${name}`);
      try {
        results.get(name).push(await run());
      } catch (error) {
        leftOut.set(name, error instanceof Error ? error.message.split('\n')[0] : String(error));
        results.delete(name);
      }
    }
  }
  process.stderr.write('\r\x1b[K');
  return {
    names: [...results.keys()],
    leftOut: [...leftOut].map(([name, why]) => `left out: ${name} (${why})`),
    values: (name, metric) => (results.get(name) ?? []).map((figures) => figures[metric]).filter(Number.isFinite),
    middle(name, metric) {
      const values = this.values(name, metric);
      return values.length === 0 ? NaN : median(values);
    },
  };
}

/**
 * A row for each contestant: the median of `metric`, its spread, what `reference` has of it, and more medians beside it. Above 1 the
 * reference is ahead; `less` says that less is better.
 */
export function contestTable(outcome, { title, metric, unit, reference, less = false, more = [], notes = [] }) {
  const base = outcome.middle(reference, metric);
  return {
    title,
    head: ['', unit, 'spread', `${reference} is ahead`, ...more.map(({ head }) => head)],
    rows: outcome.names
      .filter((name) => outcome.values(name, metric).length > 0)
      .map((name) => {
        const value = outcome.middle(name, metric);
        const ratio = less ? value / base : base / value;
        return [
          name,
          figure(value),
          spread(outcome.values(name, metric)),
          Number.isFinite(ratio) ? `${figure(ratio)} x` : '-',
          ...more.map(({ metric: other }) => figure(outcome.middle(name, other))),
        ];
      }),
    notes,
  };
}
