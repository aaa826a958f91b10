import type { Handler } from '../call.js';
import { CommandError, usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { painter } from '../paint.js';
import { observe } from '../watch/observe.js';
import { picture } from '../watch/picture.js';
import { Screen } from '../watch/screen.js';
import type { Watched } from '../watch/watched.js';

/** Ages grow also where nothing happens. */
const TICK_MS = 1_000;
const CTRL_C = '\u0003';
const CTRL_Z = '\u001a';

export const watch: Handler<Record<string, never>> = async ({ connect, input, signal }) => {
  const { TERM, NO_COLOR } = input.env as Record<'TERM' | 'NO_COLOR', string | undefined>;
  if (!process.stdin.isTTY || !process.stdout.isTTY || TERM === 'dumb')
    throw usageError('watch needs a terminal.', 'For a program: coordination-pool events --follow --json.');
  const connection = connect();
  const paint = painter((NO_COLOR ?? '') === '');
  let watched: Watched | null = null;
  let held: { readonly picture: Watched; readonly sinceMs: number } | null = null;
  const screen = new Screen(({ columns, rows }) => {
    const shown = held?.picture ?? watched;
    const options = { columns, rows, paint, nowMs: Date.now(), heldSinceMs: held?.sinceMs ?? null };
    return shown === null ? [] : picture(shown, options);
  });
  const ended = new AbortController();
  const keys = (bytes: Buffer): void => {
    for (const key of bytes.toString('utf8')) {
      if (key === 'q' || key === 'Q') ended.abort();
      if (key === CTRL_C) ended.abort(new CommandError(EXIT.interrupted, 'Interrupted.'));
      if (key === CTRL_Z) stopFor(screen);
      if (key === 'p' && watched !== null) held = held === null ? { picture: watched, sinceMs: Date.now() } : null;
      screen.draw();
    }
  };
  // What ends us from outside finds the terminal as it was.
  const dieOf = (by: NodeJS.Signals): void => {
    screen.leave();
    process.removeAllListeners(by);
    process.kill(process.pid, by);
  };
  for (const by of ['SIGTERM', 'SIGHUP'] as const) process.once(by, dieOf);
  const tick = setInterval(() => screen.draw(), TICK_MS);
  try {
    await observe(connection, AbortSignal.any([signal, ended.signal]), (next) => {
      if (watched === null) {
        process.stdin.on('data', keys);
        screen.enter();
      }
      watched = next;
      screen.draw();
    });
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    if (ended.signal.reason instanceof CommandError) throw ended.signal.reason;
  } finally {
    clearInterval(tick);
    screen.leave();
    process.stdin.off('data', keys);
  }
  return EXIT.ok;
};

/** As Ctrl-Z does to any program: the shell has the terminal until it says to go on. */
function stopFor(screen: Screen): void {
  screen.leave();
  process.once('SIGCONT', () => {
    screen.enter();
    screen.draw();
  });
  process.kill(process.pid, 'SIGTSTP');
}
