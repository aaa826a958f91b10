import { useEffect } from 'react';

/** Names the page in the tab of the browser, and in the history. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Coordination Pool' : `${title} · Coordination Pool`;
  }, [title]);
}
