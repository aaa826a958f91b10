const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36, inverse: 7 } as const;

export type Tone = keyof typeof CODES;

/** Text in a colour where there are colours, else as it is. */
export type Paint = (text: string, tone: Tone | null) => string;

export function painter(colours: boolean): Paint {
  return (text, tone) =>
    !colours || tone === null || text === '' ? text : `\u001b[${String(CODES[tone])}m${text}\u001b[0m`;
}

const TONES: Readonly<Record<string, Tone>> = {
  COMPLETED: 'green',
  RUNNING: 'green',
  HEALTHY: 'green',
  UP: 'green',
  SUCCEEDED: 'green',
  ok: 'green',
  IN_PROGRESS: 'cyan',
  EXECUTING: 'cyan',
  ANALYZING: 'cyan',
  PENDING: 'yellow',
  PAUSED: 'yellow',
  DRAINING: 'yellow',
  warn: 'yellow',
  FAILED: 'red',
  DEGRADED: 'red',
  STOPPED: 'red',
  DOWN: 'red',
  fail: 'red',
  CANCELLED: 'dim',
};

/** The colour of a status of anything; null for one without. */
export function toneOf(status: string): Tone | null {
  return TONES[status] ?? null;
}
