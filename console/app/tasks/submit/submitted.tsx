import { Link } from '@tanstack/react-router';
import type { SubmitTaskMutation } from '../../../../src/generated/graphql';
import { label, words } from '../../data/format';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import styles from './submit-form.module.css';

interface SubmittedProps {
  readonly answer: SubmitTaskMutation['submitTask'];
  readonly onAgain: () => void;
  readonly onClose: () => void;
}

/** The pool has it: where to see it, or once more. */
export function Submitted({ answer: { task, replayed }, onAgain, onClose }: SubmittedProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={replayed ? 'The pool had it already' : 'The pool has it'}
      description={
        replayed
          ? 'A task with this idempotency key was there before: it is that one, and no second one was made.'
          : `${label(task.type)}, ${words(task.status)}. It is on the disk: no crash loses it.`
      }
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button onClick={onAgain}>Submit another</Button>
        </>
      }
    >
      <p>
        <Link
          to="/tasks/$taskId"
          params={{ taskId: task.id }}
          search={({ submit: _submit, ...rest }) => rest}
          className={styles.open}
          // The next thing to do, for the keyboard.
          ref={(link: HTMLAnchorElement | null) => link?.focus()}
        >
          Open <code>{task.id}</code>
        </Link>
      </p>
    </Dialog>
  );
}
