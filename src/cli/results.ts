import type { Call } from './call.js';
import { CommandError, toldError } from './command-error.js';
import { EXIT, type ExitCode } from './exit-code.js';
import { printable } from './printable.js';
import { table, type Column } from './table.js';

export function printJson({ terminal }: Pick<Call<unknown>, 'terminal'>, value: unknown): void {
  terminal.data(JSON.stringify(value, null, 2));
}

/** Rows as a table, or with `--json` as a list. That there are none is said apart from the data. */
export function printRows<Row>(
  { terminal, options }: Call<{ readonly json?: boolean }>,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  none: string,
): void {
  if (options.json === true) printJson({ terminal }, rows);
  else if (rows.length === 0) terminal.note(none);
  else terminal.data(table(columns, rows, terminal.style).join('\n'));
}

/** Says in a line for people, or with `--json` as it is, what a change has come to. */
export function printChange(
  { terminal, options }: Call<{ readonly json?: boolean }>,
  value: unknown,
  line: string,
): void {
  if (options.json === true) printJson({ terminal }, value);
  else terminal.data(printable(line));
}

/** What is there; where the server has none it is not found. */
export function present<Value>(value: Value | null | undefined, what: string): Value {
  if (value == null) throw new CommandError(EXIT.notFound, `There is no ${what}.`);
  return value;
}

/**
 * The same for each of the ids, one after the other, also after one was refused; prints each as it is done. Gives the code of the
 * first that was refused.
 */
export async function forEach<Value>(
  call: Call<{ readonly json?: boolean }>,
  ids: readonly string[],
  change: (id: string) => Promise<Value>,
  line: (value: Value) => string,
): Promise<ExitCode> {
  const done: Value[] = [];
  let code: ExitCode = EXIT.ok;
  for (const id of ids) {
    try {
      const value = await change(id);
      done.push(value);
      if (call.options.json !== true) call.terminal.data(line(value));
    } catch (error) {
      call.signal.throwIfAborted();
      const told = toldError(error, null);
      if (code === EXIT.ok) code = told.exitCode;
      if (call.options.json === true) call.terminal.note(JSON.stringify({ id, error: told }));
      else call.terminal.note(printable(`coordination-pool: ${id}: ${told.message}`));
      if (told.exitCode === EXIT.unreachable || told.exitCode === EXIT.notAllowed) break;
    }
  }
  if (call.options.json === true) printJson(call, done);
  return code;
}

/** An argument that takes one word. */
export function wordAt(args: Call<unknown>['args'], at: number): string {
  const value = args[at];
  return typeof value === 'string' ? value : '';
}

/** An argument that takes several. */
export function wordsAt(args: Call<unknown>['args'], at: number): readonly string[] {
  const value = args[at];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
