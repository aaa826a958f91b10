import { useEffect, useRef, useState } from 'react';
import { useConnection } from '../../../src/sdk/react/react';
import type { Resumption } from './event-rows';

const MOST = 16;

/** The newest times at which the connection was lost and came back. `newest`: cursor of the newest event that is known. */
export function useResumptions(newest: string | null): readonly Resumption[] {
  const { status, sinceMs } = useConnection();
  const [resumptions, setResumptions] = useState<readonly Resumption[]>([]);
  const lost = useRef<{ readonly atMs: number; readonly after: string | null } | null>(null);
  const seen = useRef(newest);
  useEffect(() => {
    // Before the newest event moves on: what came with the lost connection still open belongs before it.
    if (status === 'reconnecting') lost.current ??= { atMs: sinceMs, after: seen.current };
    else if (status === 'live' && lost.current !== null) {
      const { atMs, after } = lost.current;
      lost.current = null;
      setResumptions((before) => [...before, { atMs: sinceMs, awayMs: sinceMs - atMs, after }].slice(-MOST));
    }
  }, [status, sinceMs]);
  useEffect(() => {
    seen.current = newest;
    if (status === 'reconnecting' && lost.current !== null) lost.current = { ...lost.current, after: newest };
  }, [newest, status]);
  return resumptions;
}
