import { useState } from 'react';
import { useConnection } from '../../../src/sdk/react/react';
import { age, count, timeOfDay } from '../data/format';
import { togglePause, usePausedAt } from '../data/paused';
import { useReturned } from '../data/returned';
import { useOnline } from '../data/use-online';
import { Button } from '../ui/button';
import { Notice } from './notice';

/** Whether what is shown is all there is: the server away, back, back with a gap, or the view paused. */
export function ConnectionNotices() {
  const { status, sinceMs, gap } = useConnection();
  const pausedAtMs = usePausedAt();
  const returned = useReturned();
  const isOnline = useOnline();
  const [seenGapAtMs, setSeenGapAtMs] = useState(0);
  const isWhole = returned !== null && (gap === null || gap.atMs < returned.lostAtMs);
  return (
    <>
      {status === 'reconnecting' && (
        <Notice tone="bad">
          {isOnline ? 'The server does not answer.' : 'You are offline.'} What is shown is as of {timeOfDay(sinceMs)};
          it goes on by itself.
        </Notice>
      )}
      {isWhole && (
        <Notice tone="good">
          The server is back after {age(returned.backAtMs - returned.lostAtMs)}. Nothing that happened meanwhile is
          missing.
        </Notice>
      )}
      {pausedAtMs !== null && (
        <Notice
          tone="warn"
          action={
            <Button size="small" onClick={togglePause}>
              Go on
            </Button>
          }
        >
          The view is paused at {timeOfDay(pausedAtMs)}. The pool goes on.
        </Notice>
      )}
      {gap !== null && gap.atMs !== seenGapAtMs && (
        <Notice
          tone="warn"
          action={
            <Button size="small" onClick={() => setSeenGapAtMs(gap.atMs)}>
              Understood
            </Button>
          }
        >
          {gap.missed === null ? 'Some events' : `${count(gap.missed)} events`} before {timeOfDay(gap.atMs)} are missing
          from the feed: the log no longer has them. Figures and lists were read again and are whole.
        </Notice>
      )}
    </>
  );
}
