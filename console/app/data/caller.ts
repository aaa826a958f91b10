import { createContext, useContext } from 'react';
import type { Caller } from './admission';

const CallerContext = createContext<Caller | null>(null);

export const CallerProvider = CallerContext.Provider;

/** Who looks at the page. */
export function useCaller(): Caller {
  const caller = useContext(CallerContext);
  if (caller === null) throw new Error('useCaller needs a CallerProvider above it.');
  return caller;
}
