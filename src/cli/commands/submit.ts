import { SubmitTaskDocument, type SubmitTaskInput, type TaskType } from '../../generated/graphql.js';
import { freshKey } from '../../sdk/fresh-key.js';
import { PoolError } from '../../sdk/pool-error.js';
import type { Call, Handler } from '../call.js';
import { CommandError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { readPayload } from '../payload.js';
import { printable } from '../printable.js';
import { printJson, wordAt } from '../results.js';
import { printSettled } from '../settled.js';

interface Options {
  readonly json?: boolean;
  readonly payload: string;
  readonly priority?: number;
  readonly agent?: string;
  readonly skill?: string[];
  readonly idempotencyKey?: string;
  readonly maxAttempts?: number;
  readonly timeoutMs?: number;
  readonly wait?: boolean;
  readonly waitMs?: number;
}

export const submit: Handler<Options> = async (call) => {
  const connection = call.connect();
  const input = await inputOf(call, connection.pool);
  const { submitTask } = await connection.ask(SubmitTaskDocument, { input }).catch((error: unknown) => {
    throw toldWithKey(error, String(input.idempotencyKey));
  });
  const { task, replayed, cursor } = submitTask;
  const { options, terminal } = call;
  if (options.wait === true || options.waitMs !== undefined) {
    // A task that was known may have ended before the cursor of this call.
    return printSettled(call, connection, { id: task.id, pool: task.pool, after: replayed ? null : cursor });
  }
  if (options.json === true) printJson(call, submitTask);
  else {
    terminal.data(task.id);
    const wait = task.wait == null ? '' : printable(`, ${task.wait.reason}: ${task.wait.detail}`);
    if (terminal.isWatched)
      terminal.note(terminal.paintNotes(`${replayed ? 'Known already, ' : ''}${task.status}${wait}`, 'dim'));
  }
  return EXIT.ok;
};

async function inputOf({ args, options, input }: Call<Options>, pool: string): Promise<SubmitTaskInput> {
  const { payload, priority, agent, skill, idempotencyKey, maxAttempts, timeoutMs } = options;
  return {
    pool,
    type: wordAt(args, 0) as TaskType,
    payload: await readPayload(payload, input.cwd),
    idempotencyKey: idempotencyKey ?? freshKey(),
    ...(priority !== undefined && { priority }),
    ...(agent !== undefined && { preferredAgentId: agent }),
    ...(skill !== undefined && { requiredSkills: skill }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
}

/** No answer may mean that the task is there; the key tells, whenever it is asked again. */
function toldWithKey(error: unknown, key: string): unknown {
  if (!(error instanceof PoolError) || error.code !== 'UNREACHABLE') return error;
  const hint = `Whether it was submitted is not known: the same again with --idempotency-key ${key} makes one task in any case.`;
  return new CommandError(EXIT.unreachable, error.message, hint, { cause: error });
}
