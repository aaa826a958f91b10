import { CommandError } from './command-error.js';
import { EXIT } from './exit-code.js';

export interface Interruption {
  /** Aborted, with the error to end with, by Ctrl-C. */
  readonly signal: AbortSignal;
  /** What `work` comes to. Interrupted, it may tidy up, and is then given up. */
  unlessInterrupted<Result>(work: Promise<Result>): Promise<Result>;
  dispose(): void;
}

const TIDY_WITHIN_MS = 5_000;

/** Listens for SIGINT until it is disposed of. A second one ends the process at once. */
export function onInterruption(): Interruption {
  const controller = new AbortController();
  const error = new CommandError(EXIT.interrupted, 'Interrupted.');
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort(error);
  };
  process.on('SIGINT', interrupt);
  return {
    signal: controller.signal,
    unlessInterrupted: (work) => {
      const givenUp = new Promise<never>((_resolve, reject) => {
        controller.signal.addEventListener('abort', () => {
          setTimeout(() => reject(error), TIDY_WITHIN_MS).unref();
        });
      });
      return Promise.race([work, givenUp]);
    },
    dispose: () => void process.off('SIGINT', interrupt),
  };
}
