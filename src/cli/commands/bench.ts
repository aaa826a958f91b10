import { setMaxListeners } from 'node:events';
import { CancelTaskDocument } from '../../generated/graphql.js';
import { reportLines, reportOf } from '../bench/report.js';
import { runBench, type Measured } from '../bench/run.js';
import type { Handler } from '../call.js';
import { CommandError } from '../command-error.js';
import { confirmed } from '../confirm.js';
import type { Connection } from '../connection.js';
import { EXIT } from '../exit-code.js';
import { readPayload } from '../payload.js';
import { withProgress } from '../progress.js';
import { printJson } from '../results.js';
import { count } from '../shown.js';

interface Options {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly tasks: number;
  readonly concurrency: number;
  readonly payload: string;
  readonly waitMs: number;
}

const BAR_EVERY_MS = 100;
const CANCELS_AT_ONCE = 16;

export const bench: Handler<Options> = async (call) => {
  const { options, terminal } = call;
  const { tasks, concurrency, waitMs } = options;
  const connection = call.connect();
  const payload = await readPayload(options.payload, call.input.cwd);
  const what = `This submits ${count(tasks, 'task')} to pool ${connection.pool} at ${connection.url}; they stay in its log.`;
  await confirmed(terminal, what, options.yes, call.signal);

  const open = new Map<string, number>();
  const ended = { COMPLETED: 0, FAILED: 0, CANCELLED: 0 };
  const measured = { submissionsMs: [], lifecyclesMs: [], refused: 0, ended, open };
  const late = AbortSignal.timeout(waitMs);
  const over = new AbortController();
  const fromMs = performance.now();
  try {
    await withProgress(terminal, 'Submitting', async (progress) => {
      const timer = setInterval(() => {
        progress.update(settledOf(measured) / tasks, `${String(settledOf(measured))} of ${count(tasks, 'task')}`);
      }, BAR_EVERY_MS);
      const signal = AbortSignal.any([call.signal, late, over.signal]);
      // Every submission that waits for room listens.
      setMaxListeners(concurrency + 2, signal);
      await runBench(connection, { tasks, concurrency, payload }, measured, signal).finally(() => clearInterval(timer));
    });
  } catch (error) {
    // The others of those that run at once have to end as well.
    over.abort();
    await cancelOpen(connection, [...open.keys()]);
    const left = `${String(settledOf(measured))} of ${count(tasks, 'task')} had settled; those left were cancelled.`;
    if (call.signal.aborted) throw new CommandError(EXIT.interrupted, 'Interrupted.', left, { cause: error });
    if (late.aborted)
      throw new CommandError(EXIT.timedOut, `It took longer than ${String(waitMs)} ms.`, left, { cause: error });
    throw error;
  }
  const report = reportOf(measured, performance.now() - fromMs);
  if (options.json === true) printJson(call, report);
  else terminal.data(reportLines(report, terminal.style).join('\n'));
  return report.failed + report.cancelled > 0 ? EXIT.taskFailed : EXIT.ok;
};

function settledOf({ ended }: Pick<Measured, 'ended'>): number {
  return ended.COMPLETED + ended.FAILED + ended.CANCELLED;
}

/** As far as that goes: some may have settled meanwhile, and the server may be away. */
async function cancelOpen(connection: Connection, ids: string[]): Promise<void> {
  const { calls } = await connection.lines(connection.pool);
  const cancelNext = async (): Promise<void> => {
    for (let taskId = ids.pop(); taskId !== undefined; taskId = ids.pop())
      await calls.once(CancelTaskDocument, { input: { taskId, reason: 'bench was ended' } }).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: CANCELS_AT_ONCE }, cancelNext));
}
