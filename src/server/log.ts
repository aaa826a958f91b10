import { destination, type DestinationStream, type Level, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

export interface LogOptions {
  readonly format: 'pretty' | 'json';
  readonly level: Level | 'silent';
}

/** Lines that wait for a standard output that nobody reads; more are dropped rather than kept. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;

export interface Log {
  readonly logger: Logger;
  /** Writes what still waits. Called before the process ends. */
  readonly flush: () => void;
}

/** Lines of events have no words of their own: their name says it. */
function messageFormat(line: Record<string, unknown>, messageKey: string): string {
  const said = line[messageKey] ?? line['event'];
  return typeof said === 'string' ? said : '';
}

/** A log on standard output: JSON lines, or made readable. Written in batches of whatever came while the last was being written. */
export function openLog({ format, level }: LogOptions): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  if (format === 'pretty') {
    const stream: DestinationStream = pretty({
      sync: true,
      colorize: process.stdout.isTTY,
      translateTime: 'HH:MM:ss.l',
      messageFormat,
      ignore: 'event',
      singleLine: true,
    });
    return { logger: pino(options, stream), flush: () => undefined };
  }
  const stream = destination({ dest: 1, sync: false, maxLength: MAX_WAITING_BYTES });
  // A reader that went away must not take the server with it.
  stream.on('error', () => undefined);
  return {
    logger: pino(options, stream),
    flush: () => {
      try {
        stream.flushSync();
      } catch {
        // Nobody reads it any more, or it was never opened.
      }
    },
  };
}
