import { createInterface } from 'node:readline/promises';
import { CommandError, usageError } from './command-error.js';
import { EXIT } from './exit-code.js';
import type { Terminal } from './terminal.js';

/**
 * Goes on only after a yes: `--yes`, or that of somebody at a terminal. Without a terminal nobody is asked, and nothing is done.
 * `what` is a whole sentence that says what will happen and to what.
 */
export async function confirmed(
  { isInteractive }: Terminal,
  what: string,
  yes: boolean | undefined,
  signal: AbortSignal,
): Promise<void> {
  if (yes === true) return;
  if (!isInteractive) throw usageError(what, 'There is no terminal to ask at: say --yes if that is what you want.');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new AbortController();
  prompt.on('SIGINT', () => interrupted.abort());
  prompt.on('close', () => interrupted.abort());
  let answer: string;
  try {
    answer = await prompt.question(`${what} Go on? [y/N] `, { signal: AbortSignal.any([signal, interrupted.signal]) });
  } catch {
    answer = '';
    process.stderr.write('\n');
  } finally {
    prompt.close();
  }
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new CommandError(EXIT.interrupted, 'Nothing was done.');
}
