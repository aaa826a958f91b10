import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export interface ExampleProgram {
  readonly process: ChildProcess;
  /** All lines of standard output so far. */
  readonly lines: readonly string[];
  /** The first line of standard output, written already or yet to come, that `matches`. Rejects when it ends without one. */
  line(matches: (line: string) => boolean): Promise<string>;
  /** The same for standard error. */
  complaint(matches: (line: string) => boolean): Promise<string>;
  /** Its exit code, when all its output is read. */
  ended(): Promise<number | null>;
}

/** A program of the examples as a process, started from the root of the project. */
export function runExample(command: string, args: readonly string[], stdin = ''): ExampleProgram {
  // Jest's loader flags are not its business.
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const closed = once(child, 'close');
  const out = readLines(child.stdout, closed);
  const complaints = readLines(child.stderr, closed);
  const ended = async (): Promise<number | null> => {
    await closed;
    return child.exitCode;
  };
  return { process: child, lines: out.lines, line: out.first, complaint: complaints.first, ended };
}

function readLines(stream: NodeJS.ReadableStream, closed: Promise<unknown>) {
  const lines: string[] = [];
  let rest = '';
  const waiting: (() => void)[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const wake of waiting.splice(0)) wake();
  });
  const first = async (matches: (line: string) => boolean): Promise<string> => {
    for (let hasEnded = false; ;) {
      const found = lines.find(matches);
      if (found !== undefined) return found;
      if (hasEnded) throw new Error(`the program ended; it wrote:\n${lines.join('\n')}`);
      const more = new Promise<boolean>((resolve) => waiting.push(() => resolve(false)));
      hasEnded = await Promise.race([more, closed.then(() => true)]);
    }
  };
  return { lines, first };
}
