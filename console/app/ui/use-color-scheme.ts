import { useSyncExternalStore } from 'react';

/** `light` or `dark`, as the page is drawn now: by the system's choice or by that of the page. For what is not drawn by CSS. */
export function useColorScheme(): string {
  return useSyncExternalStore(subscribe, now);
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}

function now(): string {
  const isDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return document.documentElement.dataset.theme ?? (isDark ? 'dark' : 'light');
}
