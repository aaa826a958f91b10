import type { ExitCode } from '../exit-code.js';

/** A line of `doctor`. */
export interface Finding {
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly subject: string;
  readonly detail: string;
  /** What to do. */
  readonly advice: string | null;
  /** What to end with where it fails first; left out, 1. */
  readonly exitCode?: ExitCode;
  /** Nothing further can be found out. */
  readonly isFinal?: boolean;
}

export function ok(subject: string, detail: string): Finding {
  return { verdict: 'ok', subject, detail, advice: null };
}

export function warn(subject: string, detail: string, advice: string): Finding {
  return { verdict: 'warn', subject, detail, advice };
}

export function fail(subject: string, detail: string, advice: string, exitCode: ExitCode, isFinal = false): Finding {
  return { verdict: 'fail', subject, detail, advice, exitCode, isFinal };
}
