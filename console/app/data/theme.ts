import { useSyncExternalStore } from 'react';
import { stored } from './stored';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'coordination-pool.theme';

const theme = stored<Theme>(read());

/** The chosen theme, kept in this browser, and what chooses another. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(theme.subscribe, theme.get), choose];
}

/** Puts the chosen theme on the page. */
export function applyTheme(): void {
  const chosen = theme.get();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

function choose(next: Theme): void {
  // A browser may forbid storage; then the choice lasts as long as the page.
  try {
    window.localStorage.setItem(KEY, next);
  } catch {
    /* The page goes on with it. */
  }
  theme.set(next);
  applyTheme();
}

function read(): Theme {
  try {
    const kept = window.localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}
