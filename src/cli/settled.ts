import { TaskDetailDocument } from '../generated/graphql.js';
import { TaskHandle } from '../sdk/task-handle.js';
import { TaskCancelledError, TaskFailedError } from '../sdk/task-outcome.js';
import type { Call } from './call.js';
import { CommandError } from './command-error.js';
import type { Connection } from './connection.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { tellOfLoss } from './loss.js';
import { printable } from './printable.js';
import { withProgress, type ProgressBar } from './progress.js';
import { present, printJson } from './results.js';

interface WaitOptions {
  readonly json?: boolean;
  readonly waitMs?: number;
}

export interface Waited {
  readonly id: string;
  readonly pool: string;
  /** A place behind which its end is sure to come; null where none is known. */
  readonly after: string | null;
}

/**
 * Waits until the task has settled, also over a restart of the server, and prints its result, with `--json` all of it. The time
 * that `--wait-ms` gives ends the waiting only: the task goes on.
 */
export async function printSettled(call: Call<WaitOptions>, connection: Connection, waited: Waited): Promise<ExitCode> {
  const { id } = waited;
  const goesOn = `The task goes on; coordination-pool tasks wait ${id} waits again.`;
  const { waitMs, json } = call.options;
  const late = waitMs === undefined ? new AbortController().signal : AbortSignal.timeout(waitMs);
  const over = new AbortController();
  const signal = AbortSignal.any([call.signal, late]);
  const told = tellOfLoss(call.terminal, connection, AbortSignal.any([signal, over.signal]));
  const handle = new TaskHandle(await connection.lines(waited.pool, told), id, waited.after);
  let failure: CommandError | null = null;
  let result: unknown;
  try {
    result = await withProgress(call.terminal, `Waiting for ${id}`, (progress) => {
      if (call.terminal.isWatched) void follow(handle, progress, signal);
      return handle.result({ signal });
    });
  } catch (error) {
    if (call.signal.aborted) throw new CommandError(EXIT.interrupted, 'Interrupted.', goesOn, { cause: error });
    if (late.aborted)
      throw new CommandError(EXIT.timedOut, `${id} has not settled within ${String(waitMs)} ms.`, goesOn, {
        cause: error,
      });
    if (!(error instanceof TaskFailedError || error instanceof TaskCancelledError)) throw error;
    failure = new CommandError(
      EXIT.taskFailed,
      printable(error.message),
      `coordination-pool tasks show ${id} tells more.`,
    );
  }
  over.abort();
  if (json === true) {
    const { task } = await connection.ask(TaskDetailDocument, { taskId: id, events: 100 });
    printJson(call, present(task, `task ${id}`));
  } else if (failure === null) printJson(call, result ?? null);
  if (failure !== null) throw failure;
  return EXIT.ok;
}

/** Shows how far it is for as long as it is waited for. */
async function follow(handle: TaskHandle, progress: ProgressBar, signal: AbortSignal): Promise<void> {
  try {
    for await (const { task } of handle.events({ signal })) {
      const { progress: far, wait, status } = task;
      const why = wait == null ? status : `${status}, ${wait.reason}`;
      progress.update(
        far?.fraction ?? null,
        printable(`${handle.id} ${why}${far?.note == null ? '' : ` ${far.note}`}`),
      );
    }
  } catch {
    // What is wrong is told by whoever waits for the result.
  }
}
