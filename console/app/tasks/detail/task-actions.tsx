import { useState } from 'react';
import { CancelTaskDocument, RetryTaskDocument } from '../../../../src/generated/graphql';
import type { TaskView } from '../../../../src/sdk/react/react';
import { words } from '../../data/format';
import { useAction } from '../../data/use-action';
import { useCan } from '../../data/use-can';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { TextArea } from '../../ui/field';
import { Icon } from '../../ui/icon';

/** What can be done with one task: call it off while it is open, take it back into the queue once it has failed. */
export function TaskActions({ task }: { readonly task: TaskView }) {
  const { id, status } = task;
  const [cancelling, setCancelling] = useState<{ readonly id: string } | null>(null);
  const [reason, setReason] = useState('');
  const cancel = useAction(CancelTaskDocument, { done: () => 'The task is cancelled.' });
  const retry = useAction(RetryTaskDocument, { done: () => 'The task is back in the queue.' });
  const canCancel = useCan('cancelTask');
  const canRetry = useCan('retryTask');
  const isOpen = status === 'PENDING' || status === 'IN_PROGRESS';
  const isOver = status === 'FAILED' || status === 'CANCELLED';
  return (
    <>
      <Button
        size="small"
        isPending={retry.isPending}
        disabledReason={
          isOver
            ? canRetry.reason
            : `The task is ${words(status)}: only what has failed or was cancelled can be retried.`
        }
        onClick={() => void retry.run({ input: { taskId: id } })}
      >
        <Icon name="retry" />
        Retry
      </Button>
      <Button
        size="small"
        isPending={cancel.isPending}
        disabledReason={isOpen ? canCancel.reason : `The task is ${words(status)}: it is over.`}
        onClick={() => {
          setReason('');
          setCancelling({ id });
        }}
      >
        Cancel…
      </Button>
      <ConfirmDialog
        target={cancelling}
        title={() => 'Cancel the task?'}
        description={(target) => (
          <>
            <code>{target.id}</code> ends without a result. It can be taken back into the queue afterwards.
          </>
        )}
        verb="Cancel the task"
        onConfirm={(target) => void cancel.run({ input: { taskId: target.id, ...(reason !== '' && { reason }) } })}
        onClose={() => setCancelling(null)}
      >
        <TextArea
          label="Reason"
          hint="Optional; it is kept with the task."
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </ConfirmDialog>
    </>
  );
}
