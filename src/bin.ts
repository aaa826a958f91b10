#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { processInput } from './config/process-input.js';

/*
 * The command `coordination-pool`. Without a command it serves, as it does with the flags of a server alone; what needs no server of its
 * own starts without loading one.
 */

const ABOUT_ITSELF = new Set(['-h', '--help', '-V', '--version']);

const [first] = processInput().args;
if (first === undefined || first === 'serve' || (first.startsWith('-') && !ABOUT_ITSELF.has(first)))
  await import('./main.js');
else await runCommandLine();

async function runCommandLine(): Promise<void> {
  // A reader that has seen enough, such as `head`, ends us without a word.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const packageDirectory = fileURLToPath(new URL('../', import.meta.url));
  const { version } = JSON.parse(readFileSync(`${packageDirectory}package.json`, 'utf8')) as { version: string };
  const { runCommandLine } = await import('./cli/program.js');
  const { CommandError } = await import('./cli/command-error.js');
  const input = processInput();
  const code = await runCommandLine({
    ...input,
    version,
    packageDirectory,
    dataDirectory: async (flags) => {
      const { readConfig } = await import('./config.js');
      const outcome = readConfig({ ...input, args: flags, version });
      if (outcome.kind === 'config') return outcome.config.dataDir;
      throw new CommandError(2, outcome.text);
    },
    serveFlags: async () => (await import('./config.js')).serveFlags(),
  });
  process.exit(code);
}
