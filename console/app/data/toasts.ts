import { useSyncExternalStore } from 'react';
import { stored } from './stored';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

/** At most so many at once; the oldest goes. */
const MOST = 4;
/** Errors stay until somebody closes them. */
const GOOD_FOR_MS = 5_000;

const toasts = stored<readonly Toast[]>([]);
let last = 0;

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(toasts.subscribe, toasts.get);
}

/** Tells the person, and screen readers, what came of something. */
export function notify(tone: Toast['tone'], text: string): void {
  last += 1;
  const id = last;
  toasts.set([...toasts.get(), { id, tone, text }].slice(-MOST));
  if (tone === 'good') window.setTimeout(() => dismiss(id), GOOD_FOR_MS);
}

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((toast) => toast.id !== id));
}
