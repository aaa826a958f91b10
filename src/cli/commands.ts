import { resolve } from 'node:path';
import { JournalError } from '../journal/journal.js';
import { restoreBackup } from '../journal/restore.js';
import { verifyLogs, type PoolVerdict } from '../journal/verify.js';
import { backUp } from './back-up.js';

const COMMANDS = ['backup', 'restore', 'verify'] as const;

export type CommandName = (typeof COMMANDS)[number];

export function isCommand(name: string | undefined): name is CommandName {
  return COMMANDS.some((command) => command === name);
}

export interface CommandInput {
  /** The backup that is made, restored or verified; for `verify` also a data directory. */
  readonly folder: string;
  readonly dataDirectory: string;
  readonly apiKey: string | null;
}

export interface CommandOutcome {
  readonly code: 0 | 1;
  readonly text: string;
}

/** Carries out a command of the command line that is not the server; what it comes to is told, never thrown. */
export async function runCommand(name: CommandName, input: CommandInput): Promise<CommandOutcome> {
  const { folder, dataDirectory, apiKey } = input;
  try {
    switch (name) {
      case 'backup': {
        await backUp({ target: folder, dataDirectory, apiKey });
        return {
          code: 0,
          text: [`${resolve(folder)} is a backup of ${dataDirectory}:`, ...linesOf(folder)].join('\n'),
        };
      }
      case 'restore': {
        restoreBackup(folder, dataDirectory);
        return { code: 0, text: [`${dataDirectory} was restored:`, ...linesOf(dataDirectory)].join('\n') };
      }
      case 'verify': {
        const verdicts = verifyLogs(folder);
        const isWhole = verdicts.every(({ damage, problem }) => damage === null && problem === null);
        return { code: isWhole ? 0 : 1, text: verdicts.flatMap(linesOfPool).join('\n') };
      }
    }
  } catch (error) {
    const isKnown = error instanceof JournalError || (error as NodeJS.ErrnoException).code !== undefined;
    if (!isKnown) throw error;
    return { code: 1, text: error instanceof Error ? error.message : String(error) };
  }
}

function linesOf(folder: string): string[] {
  return verifyLogs(folder).flatMap(linesOfPool);
}

function linesOfPool({ pool, range, damage, problem, warnings }: PoolVerdict): string[] {
  const records = range === null || range.to < range.from ? 'no records' : `records ${range.from} to ${range.to}`;
  const told = warnings.map((warning) => `  warning: ${warning}`);
  if (problem !== null) return [`${pool}: LOST, ${problem}`, ...told];
  if (damage === null) return [`${pool}: whole, ${records}`, ...told];
  const lost = damage.lost.map(({ from, to }) => `  lost: records ${from} to ${to}`);
  const places = damage.places.map(({ file, detail }) => `  ${file}: ${detail}`);
  return [`${pool}: DAMAGED, ${records}`, ...(lost.length > 0 ? lost : ['  no record is lost']), ...places, ...told];
}
