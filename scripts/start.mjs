// `npm start`: makes what is missing, then runs the command line in this process, which serves where it is not told otherwise. What
// stands after `--` goes to it: `npm start -- --port 5000`. Progress goes to standard error.
import { fileURLToPath } from 'node:url';
import { endWithNpm } from './lib/end-with-npm.mjs';
import { nodeVersionProblem } from './lib/node-version.mjs';

const problem = nodeVersionProblem();
if (problem !== null) {
  console.error(problem);
  process.exit(1);
}

endWithNpm();
const { prepareOrExit } = await import('./lib/prepare-or-exit.mjs');
await prepareOrExit();

process.env.NODE_ENV ??= 'production';
const bin = new URL('../dist/bin.js', import.meta.url);
process.argv[1] = fileURLToPath(bin);
await import(bin.href);
