import { useEffect } from 'react';

/** A key, or two one after the other, such as `g t`. */
export interface Shortcut {
  readonly keys: string;
  readonly what: string;
}

/** All of them, in the order in which the help shows them. */
export const SHORTCUTS = [
  { keys: '/', what: 'Search tasks' },
  { keys: 'n', what: 'Submit a task (in the list of tasks)' },
  { keys: 'p', what: 'Pause the view, or let it go on' },
  { keys: 'g o', what: 'Go to the overview' },
  { keys: 'g t', what: 'Go to the tasks' },
  { keys: 'g i', what: 'Go to the isolation report' },
  { keys: '↑ ↓', what: 'Go from task to task in the list; with Shift, select them' },
  { keys: 'Space', what: 'Select the task with the focus' },
  { keys: 'Enter', what: 'Open the task with the focus' },
  { keys: 'Escape', what: 'Close what is open' },
  { keys: '?', what: 'Show the keys' },
] as const satisfies readonly Shortcut[];

export type Keys = (typeof SHORTCUTS)[number]['keys'];

/** How long the second key of two may take, in milliseconds. */
const SECOND_WITHIN_MS = 1_200;

/**
 * Calls what belongs to the keys that are pressed. Not while somebody writes or a dialog is open, and never with a modifier: those keys
 * are the browser's. `handlers` may be written in place.
 */
export function useShortcuts(handlers: Partial<Readonly<Record<Keys, () => void>>>): void {
  useEffect(() => {
    let first: { readonly key: string; readonly untilMs: number } | null = null;
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const before = first !== null && performance.now() < first.untilMs ? `${first.key} ` : '';
      first = { key: event.key, untilMs: performance.now() + SECOND_WITHIN_MS };
      const handler = handlers[`${before}${event.key}` as Keys] ?? handlers[event.key as Keys];
      if (handler === undefined) return;
      event.preventDefault();
      first = null;
      handler();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [handlers]);
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest('input:not([type=checkbox]), select, textarea, [contenteditable], [role=dialog], [role=menu]') !==
    null
  );
}
