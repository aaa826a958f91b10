import { useState, type ReactNode } from 'react';
import { useConnection } from '../../../src/sdk/react/react';
import { count, label, timeOfDay, words } from '../data/format';
import { togglePause, usePausedAt } from '../data/paused';
import { usePoolView } from '../data/pool-view';
import { InitializeForm } from '../states/initialize-form';
import { Button } from '../ui/button';
import { classNames } from '../ui/class-names';
import { Dialog } from '../ui/dialog';
import { Icon } from '../ui/icon';
import styles from './notices.module.css';

/** What has to be known before anything on the page is believed. Nothing while all is well. */
export function Notices() {
  const { data: pool } = usePoolView();
  const { status, sinceMs, gap } = useConnection();
  const pausedAtMs = usePausedAt();
  const [seenGapAtMs, setSeenGapAtMs] = useState(0);
  const [isStarting, setStarting] = useState(false);
  return (
    <div role="status" className={styles.notices}>
      {status === 'reconnecting' && (
        <Notice tone="bad">The server does not answer. What is shown is as of {timeOfDay(sinceMs)}.</Notice>
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
      {pool?.status === 'PAUSED' && <Notice tone="warn">The pool is paused: nothing new is assigned.</Notice>}
      {pool?.status === 'DRAINING' && (
        <Notice tone="warn">The pool is draining: what runs may finish, nothing new is taken.</Notice>
      )}
      {pool?.status === 'STOPPED' && (
        <Notice
          tone="bad"
          action={
            <Button size="small" onClick={() => setStarting(true)}>
              Start it…
            </Button>
          }
        >
          The pool is stopped. {pool.queueLength > 0 && `${count(pool.queueLength)} waiting tasks are kept.`}
        </Notice>
      )}
      {pool?.readOnly != null && (
        <Notice tone="bad">
          {label(pool.readOnly)}: the pool can be read, but {words(pool.readOnly)} keeps it from taking anything.
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
          {gap.missed === null ? 'Some events' : `${count(gap.missed)} events`} are missing since {timeOfDay(gap.atMs)}.
          Everything else was read again.
        </Notice>
      )}
      <Dialog isOpen={isStarting} onClose={() => setStarting(false)} title="Start the pool">
        <InitializeForm verb="Start" onDone={() => setStarting(false)} />
      </Dialog>
    </div>
  );
}

interface NoticeProps {
  readonly tone: 'warn' | 'bad';
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

function Notice({ tone, action, children }: NoticeProps) {
  return (
    <div className={classNames(styles.notice, styles[tone])}>
      <Icon name="warning" />
      <p className={styles.text}>{children}</p>
      {action}
    </div>
  );
}
