import { painter, type Paint } from './paint.js';
import type { TableStyle } from './table.js';

/** Where a command writes: data on standard output, everything else on standard error. */
export interface Terminal {
  /** Somebody can be asked. */
  readonly isInteractive: boolean;
  /** Somebody sees what stands on standard error as it changes. */
  readonly isWatched: boolean;
  /** For tables on standard output. */
  readonly style: TableStyle;
  /** For standard error. */
  readonly paintNotes: Paint;
  data(text: string): void;
  /** The same for a long stream: resolves when there is room for more. */
  stream(line: string): Promise<void>;
  /** For people; may quote what others wrote. */
  note(text: string): void;
}

export function openTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  const { stdin, stdout, stderr } = process;
  const mayColour = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return {
    isInteractive: stdin.isTTY && stderr.isTTY,
    isWatched: stderr.isTTY && env['TERM'] !== 'dumb',
    style: { paint: painter(mayColour && stdout.isTTY), width: stdout.isTTY ? stdout.columns : null },
    paintNotes: painter(mayColour && stderr.isTTY),
    data: (text) => void stdout.write(`${text}\n`),
    stream: (line) =>
      stdout.write(`${line}\n`) ? Promise.resolve() : new Promise((resolve) => stdout.once('drain', resolve)),
    note: (text) => void stderr.write(`${text}\n`),
  };
}

/** Resolves when everything written has gone out, also into a slow pipe. */
export async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((resolve) => stream.write('', () => resolve()));
}
