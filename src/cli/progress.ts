import type { Terminal } from './terminal.js';

/** What takes longer is shown. */
const SHOWN_AFTER_MS = 1_000;
const EVERY_MS = 200;
const BAR_WIDTH = 24;
const CLEAR_LINE = '\r\u001b[K';

export interface ProgressBar {
  /** `fraction` from 0 to 1; null where nobody knows how far it is. */
  update(fraction: number | null, text: string): void;
  /** Takes the bar away. */
  end(): void;
}

/** A line on standard error for what takes longer than a second; nothing where nobody looks. */
function showProgress({ isWatched, paintNotes }: Terminal, text: string): ProgressBar {
  if (!isWatched) return { update: () => undefined, end: () => undefined };
  let [fraction, label]: [number | null, string] = [null, text];
  const fromMs = performance.now();
  let shown = false;
  const timer = setInterval(() => {
    const tookMs = performance.now() - fromMs;
    if (tookMs < SHOWN_AFTER_MS) return;
    shown = true;
    const columns = process.stderr.columns;
    const line = `${bar(fraction, tookMs)} ${label}, ${String(Math.floor(tookMs / 1_000))} s`.slice(0, columns - 1);
    process.stderr.write(`${CLEAR_LINE}${paintNotes(line, 'cyan')}`);
  }, EVERY_MS);
  return {
    update(nextFraction, nextLabel) {
      [fraction, label] = [nextFraction, nextLabel];
    },
    end() {
      clearInterval(timer);
      if (shown) process.stderr.write(CLEAR_LINE);
    },
  };
}

/** Runs `work` with a progress bar, which is gone when it ends, however it does. */
export async function withProgress<Result>(
  terminal: Terminal,
  text: string,
  work: (progress: ProgressBar) => Promise<Result>,
): Promise<Result> {
  const progress = showProgress(terminal, text);
  try {
    return await work(progress);
  } finally {
    progress.end();
  }
}

/** Filled so far; a block that wanders where nobody knows how far it is. */
function bar(fraction: number | null, tookMs: number): string {
  if (fraction !== null) {
    const filled = Math.round(Math.min(1, Math.max(0, fraction)) * BAR_WIDTH);
    return `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  }
  const at = Math.floor(tookMs / EVERY_MS) % BAR_WIDTH;
  return `[${'-'.repeat(at)}#${'-'.repeat(BAR_WIDTH - at - 1)}]`;
}
