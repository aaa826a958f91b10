/** Longest mean time of a round, on a machine that is busy with other things. */
const ROUND_WITHIN_MS = 20_000;

/**
 * Runs a suite as a program: reads `--rounds`, `--scale` and `--seed`, says on standard error how it goes, and ends with one line
 * of JSON on standard output, as README.md here describes it.
 *
 * @param {string} name
 * @param {number} full rounds of a whole run
 * @param {{ roundWithinMs?: number }} limits
 * @param {(run: { rounds: number, seed: number, say: (line: string) => void }) => Promise<object>} body
 */
export async function runSuite(name, full, { roundWithinMs = ROUND_WITHIN_MS }, body) {
  const options = optionsOf(process.argv.slice(2));
  const rounds = options.rounds ?? Math.max(1, Math.round(full * (options.scale ?? 1)));
  const seed = options.seed ?? 1;
  const say = (line) => void process.stderr.write(`${name}: ${line}\n`);
  say(`${rounds} rounds, seed ${seed}`);
  const end = (result) => {
    const line = { suite: name, seed, ...result };
    for (const problem of line.problems) say(`PROBLEM ${problem}`);
    process.stdout.write(`${JSON.stringify(line)}\n`, () => process.exit(line.problems.length > 0 ? 1 : 0));
  };
  // A server that does nothing wrong and nothing at all is a finding too.
  const late = setTimeout(end, roundWithinMs * (rounds + 5), { rounds: 0, problems: ['it hangs'] });
  const result = await body({ rounds, seed, say });
  clearTimeout(late);
  end(result);
}

/** Nearest rank; null of nothing. */
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? sorted[0]);
}

function optionsOf(args) {
  const options = {};
  for (let n = 0; n < args.length; n += 2) {
    const [, name] = /^--(rounds|scale|seed)$/.exec(args[n]) ?? [];
    const value = Number(args[n + 1]);
    if (name === undefined || !Number.isFinite(value)) throw new Error(`what is ${args.slice(n, n + 2).join(' ')}?`);
    options[name] = value;
  }
  return options;
}
