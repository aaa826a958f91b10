import { PREPARATIONS } from './prepare.mjs';
import { stopOnSignals } from './run.mjs';
import { seconds } from './seconds.mjs';

/** Does what is due and says so on standard error; where a step fails, prints what its tool printed and ends us. */
export async function prepareOrExit() {
  const restoreSignals = stopOnSignals();
  for (const { doing, isDue, make } of PREPARATIONS) {
    if (!isDue()) continue;
    process.stderr.write(`${doing} ... `);
    const startedAt = performance.now();
    const { ok, output } = await make();
    process.stderr.write(`${ok ? 'done' : 'failed'} after ${seconds(startedAt)}\n`);
    if (ok) continue;
    process.stderr.write(output);
    process.exit(1);
  }
  restoreSignals();
}
