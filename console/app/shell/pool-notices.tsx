import { Link, useMatch } from '@tanstack/react-router';
import { useState } from 'react';
import type { HealthView } from '../../../src/sdk/react/react';
import { count, words } from '../data/format';
import { usePoolView } from '../data/pool-view';
import { useLingering } from '../data/use-lingering';
import { InitializeForm } from '../states/initialize-form';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Notice } from './notice';

/** What keeps the pool from taking work or from doing it. Nothing while all is well. */
export function PoolNotices() {
  const { data: pool } = usePoolView();
  const isFull = useLingering(pool !== null && pool.queueLength >= pool.queueCapacity);
  // The overview says it in its banner, with how many were refused.
  const isOverview = useMatch({ from: '/', shouldThrow: false }) !== undefined;
  if (pool === null) return null;
  const { status, readOnly, size, queueLength, queueCapacity, metrics } = pool;
  const isOpen = status === 'RUNNING' || status === 'PAUSED';
  return (
    <>
      {readOnly != null && <Notice tone="bad">{readOnlyText(readOnly)}</Notice>}
      {status === 'PAUSED' && (
        <Notice tone="warn">The pool is paused: tasks are taken, and nothing new is assigned.</Notice>
      )}
      {status === 'DRAINING' && (
        <Notice tone="warn">
          The pool is draining: {tasks(metrics.tasksInProgress, 'running')} may finish, nothing new is taken.
        </Notice>
      )}
      {status === 'STOPPED' && <Stopped waiting={queueLength} />}
      {isOpen && size === 0 && queueLength > 0 && (
        <Notice tone="warn">
          The pool has no agents: {tasks(queueLength)} {queueLength === 1 ? 'waits' : 'wait'} until one joins.
        </Notice>
      )}
      {isOpen && isFull && !isOverview && (
        <Notice tone="bad">
          The queue is full, {tasks(queueCapacity)}: new ones are refused until one is taken.{' '}
          <Link to="/tasks" search={{ status: 'PENDING' }}>
            Show what waits
          </Link>
        </Notice>
      )}
    </>
  );
}

function Stopped({ waiting }: { readonly waiting: number }) {
  const [isStarting, setStarting] = useState(false);
  return (
    <>
      <Notice
        tone="bad"
        action={
          <Button size="small" onClick={() => setStarting(true)}>
            Start it…
          </Button>
        }
      >
        The pool is stopped. {waiting > 0 && `${tasks(waiting, 'waiting')} ${waiting === 1 ? 'is' : 'are'} kept.`}
      </Notice>
      <Dialog isOpen={isStarting} onClose={() => setStarting(false)} title="Start the pool">
        <InitializeForm verb="Start" onDone={() => setStarting(false)} />
      </Dialog>
    </>
  );
}

function readOnlyText(reason: NonNullable<HealthView['readOnly']>) {
  switch (reason) {
    case 'LOG_DAMAGED':
      return (
        <>
          The log of this pool is damaged on disk: everything left can be read, and nothing new is taken.{' '}
          <code>coordination-pool doctor</code> says what is lost and what to do.
        </>
      );
    case 'STORAGE_FULL':
      return 'The disk of the server is full: the pool can be read, and goes on by itself when there is space.';
    default:
      return `The pool can only be read for now (${words(reason)}).`;
  }
}

function tasks(number: number, which = ''): string {
  return [count(number), which, number === 1 ? 'task' : 'tasks'].filter((word) => word !== '').join(' ');
}
