import { parseArgs } from 'node:util';

/**
 * What a benchmark was asked to do: its defaults, or those of a quick run (`--quick`), with what the command line says instead.
 * Numbers and lists of numbers (`--callers 1,64`) are read as what the defaults are.
 *
 * @template {Record<string, unknown>} T
 * @param {{ full: T, quick: Partial<T> }} defaults
 * @returns {T & { only: string[] | null, report: string | null, quick: boolean }}
 */
export function readOptions({ full, quick }) {
  const names = Object.keys(full);
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      report: { type: 'string' },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    },
  });
  const chosen = { ...full, ...(values.quick ? quick : {}) };
  for (const name of names) {
    if (values[name] === undefined) continue;
    const numbers = values[name].split(',').map(Number);
    if (numbers.some((number) => !(number >= 0))) throw new Error(`--${name} wants numbers, not ${values[name]}`);
    chosen[name] = Array.isArray(full[name]) ? numbers : numbers[0];
  }
  return { ...chosen, only: values.only?.split(',') ?? null, report: values.report ?? null, quick: values.quick };
}
