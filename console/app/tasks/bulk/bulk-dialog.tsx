import { useEffect, useRef, useState } from 'react';
import { CancelTaskDocument, RetryTaskDocument, type TaskFilter } from '../../../../src/generated/graphql';
import { count } from '../../data/format';
import { useLocalNow } from '../../data/clock';
import { client } from '../../data/session';
import { errorText } from '../../data/use-action';
import { useCan } from '../../data/use-can';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { TextArea } from '../../ui/field';
import styles from './bulk-dialog.module.css';
import { runBulk, type BulkState } from './bulk-run';
import { failedIds } from './failed-ids';

/** What is to be done, and with which tasks: ids that were selected, or all that have failed and fit a filter. */
export interface BulkJob {
  readonly verb: 'cancel' | 'retry';
  readonly of:
    | { readonly ids: readonly string[] }
    | { readonly failed: TaskFilter; readonly total: number; readonly isNarrowed: boolean };
}

const tasks = (number: number): string => (number === 1 ? '1 task' : `${count(number)} tasks`);

/** Asks, does it, and tells what came of it. It keeps its own copy of the job, so that nothing live changes what is confirmed. */
export function BulkDialog({
  job: given,
  onClose,
}: {
  readonly job: BulkJob;
  readonly onClose: (hasRun: boolean) => void;
}) {
  const [job] = useState(given);
  const [reason, setReason] = useState('');
  const [state, setState] = useState<BulkState | null>(null);
  const [isCounting, setCounting] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const stopping = useRef<AbortController | null>(null);
  const can = useCan(job.verb === 'cancel' ? 'cancelTask' : 'retryTask');
  useEffect(() => () => stopping.current?.abort(), []);
  const isCancel = job.verb === 'cancel';
  const number = 'ids' in job.of ? job.of.ids.length : job.of.total;

  const run = async (): Promise<void> => {
    const { signal } = (stopping.current = new AbortController());
    setError(null);
    try {
      setCounting(true);
      const ids = 'ids' in job.of ? job.of.ids : await failedIds(job.of.failed, signal);
      setCounting(false);
      const act = (taskId: string): Promise<unknown> =>
        isCancel
          ? client.request(CancelTaskDocument, { input: { taskId, ...(reason !== '' && { reason }) } })
          : client.request(RetryTaskDocument, { input: { taskId } });
      await runBulk(ids, act, signal, setState);
    } catch (thrown) {
      setCounting(false);
      if (!signal.aborted) setError(thrown);
    }
  };
  const isRunning = isCounting || state?.isRunning === true;
  return (
    <Dialog
      isOpen
      // What runs is not lost by a key: it is stopped, or it ends.
      onClose={() => !isRunning && onClose(state !== null)}
      title={titleOf(job, number)}
      description={state === null && !isCounting ? descriptionOf(job) : undefined}
      footer={
        isRunning ? (
          <Button onClick={() => stopping.current?.abort()}>Stop</Button>
        ) : state === null ? (
          <>
            <Button onClick={() => onClose(false)}>{isCancel ? 'Keep them' : 'Leave them'}</Button>
            <Button look={isCancel ? 'danger' : 'primary'} disabledReason={can.reason} onClick={() => void run()}>
              {isCancel ? 'Cancel' : 'Retry'} {tasks(number)}
            </Button>
          </>
        ) : (
          <Button look="primary" onClick={() => onClose(true)}>
            Close
          </Button>
        )
      }
    >
      {isCancel && state === null && (
        <TextArea
          label="Reason"
          hint="Optional; it is kept with each task."
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {error !== null && <ErrorNotice error={errorText(error)} />}
      {isCounting && <p role="status">Reading which tasks have failed…</p>}
      {state !== null && <Outcome state={state} verb={isCancel ? 'cancelled' : 'back in the queue'} />}
    </Dialog>
  );
}

function titleOf({ verb, of }: BulkJob, number: number): string {
  if (verb === 'cancel') return `Cancel ${tasks(number)}?`;
  return 'ids' in of ? `Retry ${tasks(number)}?` : `Retry all ${count(number)} failed tasks?`;
}

function descriptionOf({ verb, of }: BulkJob): string {
  if (verb === 'cancel') {
    return 'Those that wait or run end without a result. They can be taken back into the queue afterwards.';
  }
  const all =
    'Each goes back into the queue with as many attempts as it had at first. Where the queue is full, it waits for room.';
  return 'ids' in of || !of.isNarrowed ? all : `${all} Only those that fit the filters of the list.`;
}

function Outcome({ state, verb }: { readonly state: BulkState; readonly verb: string }) {
  const { total, done, refusals, refused, isRunning, waitsUntilMs } = state;
  const now = useLocalNow();
  const well = done - refusals;
  const left = total - done;
  return (
    <div className={styles.outcome}>
      <progress className={styles.progress} max={Math.max(1, total)} value={total === 0 ? 1 : done} aria-label="Done" />
      <p role="status">
        <strong>
          {count(well)} of {count(total)}
        </strong>{' '}
        {verb}
        {refusals > 0 && `, ${count(refusals)} refused`}
        {!isRunning && left > 0 && `, ${count(left)} left alone`}.
        {isRunning && waitsUntilMs !== null && (
          <> The queue is full: goes on in {Math.max(0, Math.ceil((waitsUntilMs - now) / 1_000))} s.</>
        )}
      </p>
      {refused.length > 0 && (
        <ul className={styles.refused} aria-label="Refused" tabIndex={0}>
          {refused.map(({ id, code, message }) => (
            <li key={id}>
              <code>{id}</code> {message.slice(0, 300)} <span className={styles.code}>{code}</span>
            </li>
          ))}
          {refusals > refused.length && <li>and {count(refusals - refused.length)} more</li>}
        </ul>
      )}
    </div>
  );
}
