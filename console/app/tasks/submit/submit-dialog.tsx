import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { SubmitTaskDocument, type SubmitTaskMutation, type TaskType } from '../../../../src/generated/graphql';
import { useLocalNow } from '../../data/clock';
import { useAction } from '../../data/use-action';
import { useCan } from '../../data/use-can';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { readPayload } from './payload-text';
import { Refusal, waitLeft } from './refusal';
import { draftOf, inputOf, type Draft } from './submission';
import { SubmitForm } from './submit-form';
import { Submitted } from './submitted';

const FORM = 'submit-task';

/** What was written when the form was closed without a task: a key pressed by mistake costs nothing. */
let kept: Draft | null = null;

/** Hands in a task. It is part of the address, so that it can be linked to and going back closes it. */
export function SubmitDialog({ type }: { readonly type: TaskType }) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(() => (kept?.type === type ? kept : draftOf(type)));
  const [task, setTask] = useState<SubmitTaskMutation['submitTask'] | null>(null);
  const [refusedAtMs, setRefusedAtMs] = useState(0);
  const [isTried, setTried] = useState(false);
  const can = useCan('submitTask');
  const { run, isPending, error } = useAction(SubmitTaskDocument, { quiet: true });
  const now = useLocalNow();
  const payload = readPayload(draft.payload);
  const refusal = isPending || task !== null ? null : error;
  const leftMs = waitLeft(refusal, refusedAtMs, now);

  const change = (part: Partial<Draft>): void => {
    kept = { ...draft, ...part };
    setDraft(kept);
  };
  const close = useCallback(
    () => void navigate({ to: '.', search: ({ submit: _submit, ...rest }) => rest, replace: true }),
    [navigate],
  );
  const submit = async (): Promise<void> => {
    setTried(true);
    if (payload.payload === null || isPending || leftMs > 0 || can.reason !== null) return;
    const data = await run({ input: inputOf(draft, payload.payload) });
    if (data === null) {
      setRefusedAtMs(Date.now());
      return;
    }
    kept = null;
    setTask(data.submitTask);
  };
  const again = (): void => {
    setTask(null);
    setTried(false);
    // The same once more, which is another task: it needs a key of its own.
    setDraft({ ...draft, key: draftOf(draft.type).key });
  };
  if (task !== null) return <Submitted answer={task} onAgain={again} onClose={close} />;
  return (
    <Dialog
      isOpen
      isWide
      onClose={close}
      title="Submit a task"
      footer={
        <>
          <Button onClick={close}>Close</Button>
          <Button
            type="submit"
            form={FORM}
            look="primary"
            isPending={isPending}
            disabledReason={
              leftMs > 0 ? `The server asks to wait ${String(Math.ceil(leftMs / 1_000))} s more.` : can.reason
            }
          >
            {refusal === null ? 'Submit' : 'Try again'}
          </Button>
        </>
      }
    >
      <SubmitForm
        id={FORM}
        draft={draft}
        payload={payload}
        isTried={isTried}
        refusal={refusal}
        onChange={change}
        onSubmit={() => void submit()}
      />
      {refusal !== null && <Refusal error={refusal} leftMs={leftMs} />}
    </Dialog>
  );
}
