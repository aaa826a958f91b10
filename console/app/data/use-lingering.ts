import { useState } from 'react';
import { useLocalNow } from './clock';

/** How long what was true a moment ago is still told, in milliseconds: else it would flicker under load. */
const LINGERS_MS = 3_000;

/** True while `isTrue`, and for some seconds after it was. */
export function useLingering(isTrue: boolean): boolean {
  const now = useLocalNow();
  const [lastMs, setLastMs] = useState(0);
  if (isTrue && lastMs !== now) setLastMs(now);
  return isTrue || now - lastMs < LINGERS_MS;
}
