import { resolve } from 'node:path';
import { JournalError } from '../../journal/journal.js';
import { logsAside, type LogsRequest } from '../../journal/logs-aside.js';
import type { PoolVerdict } from '../../journal/verify.js';
import { backUp } from '../back-up.js';
import type { Call, Handler } from '../call.js';
import { CommandError } from '../command-error.js';
import { set } from '../connection.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { withProgress } from '../progress.js';

interface Options {
  readonly dataDir?: string;
  readonly config?: string;
}

export const backup: Handler<Options> = (call) =>
  onLogs(call, async (folder, dataDirectory) => {
    const apiKey = set(call.input.env['COORDINATION_POOL_API_KEY']) ?? null;
    await withProgress(call.terminal, 'Making the backup', () => backUp({ target: folder, dataDirectory, apiKey }));
    const verdicts = await aside(call, 'Reading it back', { kind: 'verify', path: folder });
    call.terminal.data([`${folder} is a backup of ${dataDirectory}:`, ...verdicts.flatMap(linesOfPool)].join('\n'));
    return EXIT.ok;
  });

export const restore: Handler<Options> = (call) =>
  onLogs(call, async (folder, dataDirectory) => {
    const verdicts = await aside(call, 'Restoring the backup', { kind: 'restore', backup: folder, dataDirectory });
    call.terminal.data([`${dataDirectory} was restored:`, ...verdicts.flatMap(linesOfPool)].join('\n'));
    return EXIT.ok;
  });

/** Without a folder it is about the data directory. */
export const verify: Handler<Options> = (call) =>
  onLogs(call, async (folder, dataDirectory) => {
    const checked = call.args[0] === undefined ? dataDirectory : folder;
    const verdicts = await aside(call, 'Checking the logs', { kind: 'verify', path: checked });
    call.terminal.data(verdicts.flatMap(linesOfPool).join('\n'));
    return verdicts.every(({ damage, problem }) => damage === null && problem === null) ? EXIT.ok : EXIT.unexpected;
  });

/** A failure of the disk, or of what is on it, is told without a stack. */
async function onLogs(
  { args: [named], options, input }: Call<Options>,
  work: (folder: string, dataDirectory: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { dataDir, config } = options;
  const dataDirectory = await input.dataDirectory([
    ...(dataDir === undefined ? [] : ['--data-dir', dataDir]),
    ...(config === undefined ? [] : ['--config', config]),
  ]);
  try {
    return await work(resolve(input.cwd, typeof named === 'string' ? named : ''), dataDirectory);
  } catch (error) {
    const isKnown = error instanceof JournalError || (error as NodeJS.ErrnoException).code !== undefined;
    if (!isKnown || !(error instanceof Error)) throw error;
    throw new CommandError(EXIT.unexpected, error.message, null, { cause: error });
  }
}

function aside({ terminal }: Call<Options>, text: string, request: LogsRequest): Promise<readonly PoolVerdict[]> {
  return withProgress(terminal, text, () => logsAside(request));
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
