// `npm run fuzz -- --seconds 300`: sends a real server what nobody should send, over HTTP, WebSocket and MCP, and says what came of
// it. `--seed S` chooses the inputs. Exit code 1 where the server broke, stalled, told too much or kept something.
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { layOut, removeLayout } from './lib/simulation.mjs';
import { prepareOrExit } from './lib/prepare-or-exit.mjs';

endWithNpm();
const { seconds, seed } = optionsOf(process.argv.slice(2));
await prepareOrExit();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
const folder = layOut('fuzz', ['tests/security', 'tests/server', 'tests/support']);
try {
  const { fuzz, MAX_GROWTH_BYTES, reportLine } = await import(
    pathToFileURL(join(folder, 'tests/security/fuzz/fuzz.js')).href
  );
  const report = await fuzz({
    ...{ seed, forMs: seconds * 1_000 },
    onProgress: (inputs, findings) => console.error(`${String(inputs)} inputs, ${String(findings)} findings`),
  });
  for (const finding of report.findings) console.log(finding);
  console.log(`${reportLine(report)}; ${String(report.findings.length)} findings`);
  const growth = report.after.heapUsed - report.before.heapUsed;
  if (report.findings.length > 0 || growth > MAX_GROWTH_BYTES) process.exitCode = 1;
} finally {
  removeLayout(folder);
}

function optionsOf(args) {
  try {
    const { values } = parseArgs({ args, options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
    const numbers = { seconds: Number(values.seconds ?? 60), seed: Number(values.seed ?? Date.now() % 2 ** 31) };
    for (const [name, value] of Object.entries(numbers)) if (!(value > 0)) throw new Error(`--${name} must be above 0`);
    return numbers;
  } catch (error) {
    console.error(`${error.message}\nUsage: npm run fuzz -- [--seconds N] [--seed S]`);
    process.exit(2);
  }
}
