import { writeFileSync } from 'node:fs';
import { endAll, unlessEnding } from './ends.mjs';
import { describeLoad } from './machine.mjs';
import { readOptions } from './options.mjs';
import { asText } from './table.mjs';

/**
 * Asks one question: `ask(options)` measures and gives tables for people and figures by name for `targets.mjs`. With
 * `--report FILE` both go there as well. Whatever was started is ended, also when it fails or is stopped.
 *
 * @param {string} question
 * @param {{ full: object, quick: object }} defaults
 * @param {(options: any) => Promise<{ tables: import('./table.mjs').Table[], figures: Record<string, number> }>} ask
 */
export async function bench(question, defaults, ask) {
  const options = readOptions(defaults);
  const before = describeLoad();
  const began = performance.now();
  console.log(`\n# ${question}`);
  try {
    const { tables, figures } = await ask(options);
    for (const table of tables) console.log(asText(table));
    const seconds = (performance.now() - began) / 1_000;
    console.log(`\nTook ${seconds.toFixed(0)} s; load before ${before}.`);
    if (options.report !== null)
      writeFileSync(options.report, JSON.stringify({ question, tables, figures, seconds, load: before }));
  } catch (error) {
    await unlessEnding();
    console.error(error);
    process.exitCode = 1;
  }
  await endAll();
  process.exit();
}
