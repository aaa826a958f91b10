// Writes docs/command-line.md from the tree of commands and the table of exit codes. With `--check` it only says whether it is there as
// it should be.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT_MEANINGS } from '../dist/cli/exit-code.js';
import { commandTree } from '../dist/cli/program.js';
import { ROOT } from './lib/root.mjs';

const INTRODUCTION = `# The command line

\`coordination-pool\` serves a pool, and does with a server that runs whatever its API can. This page is written by
\`node scripts/command-line-docs.mjs\` from the program itself; \`--help\` behind any command shows the same.

## What holds for all of them

- **Which server.** \`--url\`, else \`COORDINATION_POOL_URL\`, else the server that has \`--data-dir\` (\`data\`) on this machine, else
  \`http://127.0.0.1:4000\`. A path in front of \`/graphql\` is kept.
- **Which pool.** \`--pool\`, else \`COORDINATION_POOL_POOL\`, else \`default\`.
- **Keys** never stand on the command line, where every user of the machine could read them: \`COORDINATION_POOL_API_KEY\`, or a file that
  \`--api-key-file\` or \`COORDINATION_POOL_API_KEY_FILE\` names.
- **Output.** Data on standard output, everything else on standard error. Tables are for people and may change; \`--json\` is for programs:
  one JSON document with the names of the GraphQL contract, or for \`events\` one object on each line. With \`--json\` an error is an
  object on standard error too, unless the command line itself cannot be read: \`{ "error": { "code", "message", "exitCode", "field"?, "limit"?, "retryAfterMs"? } }\`.
- **Colours** on a terminal only, and none where \`NO_COLOR\` is set. Control characters in what others wrote are taken out.
- **Questions** are asked on a terminal only. Without one, a command that would ask ends with 2 and does nothing, unless it is told \`--yes\`.
- **What takes longer than a second** shows a bar on standard error, on a terminal only.
- **Words of the contract** (types, statuses) are taken in any case of letters. Where several are taken, give the option again, or commas.
- **A server that is away** ends a command with 3 at once, unless \`--patience-ms\` says to wait. \`--wait\` and \`--follow\`, once they
  have begun, go on over lost connections and restarts of the server.
`;

const path = join(ROOT, 'docs/command-line.md');
const wanted = render();
if (process.argv.includes('--check')) {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== wanted) {
    console.error('docs/command-line.md is not what the program says: run node scripts/command-line-docs.mjs.');
    process.exitCode = 1;
  }
} else writeFileSync(path, wanted);

function render() {
  const program = commandTree(() => undefined, '');
  program.configureHelp({ helpWidth: 120 });
  const codes = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => `| ${code} | ${meaning} |`);
  return [
    INTRODUCTION,
    '## Exit codes',
    '',
    'A contract, which scripts can rely on.',
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...codes,
    '',
    '## Commands',
    '',
    ...leaves(program).flatMap(section),
  ].join('\n');
}

/** Commands that do something, with the words that lead to them. */
function leaves(command, words = []) {
  return command.commands.flatMap((each) => {
    const path = [...words, each.name()];
    return each.commands.length > 0 ? leaves(each, path) : [{ command: each, words: path }];
  });
}

function section({ command, words }) {
  let text = '';
  command
    .configureHelp({ helpWidth: 120 })
    .configureOutput({ writeOut: (more) => (text += more), getOutHelpWidth: () => 120, getOutHasColors: () => false });
  command.outputHelp();
  return [`### ${words.join(' ')}`, '', '```text', text.trimEnd(), '```', ''];
}
