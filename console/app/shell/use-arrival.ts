import { useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/**
 * Puts the focus on the heading of a view that somebody has gone to, so that the keyboard and screen readers go on there. Where the page is
 * opened the browser does that. The last heading counts: a task is drawn behind its list.
 */
export function useArrival(): void {
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const last = useRef<string | undefined>(undefined);
  useEffect(() => {
    const isFirst = last.current === undefined;
    last.current = pathname;
    if (isFirst || pathname === undefined) return;
    [...document.querySelectorAll<HTMLElement>('main h1[tabindex]')].at(-1)?.focus();
  }, [pathname]);
}
