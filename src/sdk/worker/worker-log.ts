/** How much a line of the log matters. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A line of the worker's log. Payloads and results are never in it. */
export interface WorkerLine {
  readonly level: LogLevel;
  /** At most 2,000 characters. */
  readonly message: string;
  readonly agentId?: string;
  readonly taskId?: string;
  readonly attempt?: number;
  /** Of an error that was met. */
  readonly code?: string;
}

/** Takes a line of the log, in place of standard error. */
export type WriteLine = (line: WorkerLine) => void;

const MAX_LENGTH = 2_000;

/** What the worker says through the user's function, which may not disturb it; by default JSON lines on standard error. */
export function workerLog(write: WriteLine | undefined): WriteLine {
  const taken = write ?? writeJson;
  return (line) => {
    try {
      taken({ ...line, message: line.message.slice(0, MAX_LENGTH) });
    } catch {
      // There is nobody left to tell.
    }
  };
}

function writeJson(line: WorkerLine): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}
