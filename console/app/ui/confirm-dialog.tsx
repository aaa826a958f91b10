import { useId, useState, type ReactNode, type SyntheticEvent } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field } from './field';

interface ConfirmDialogProps<Target> {
  /** What is to be confirmed; null while there is nothing. */
  readonly target: Target | null;
  readonly title: (target: Target) => string;
  /** What will happen, and what cannot be taken back. */
  readonly description: (target: Target) => ReactNode;
  /** On the button: the verb, such as `Cancel the task`. */
  readonly verb: string;
  /** What has to be typed before it is done, such as a name: for what takes a lot with it. Left out, pressing suffices. */
  readonly typed?: (target: Target) => string;
  /** More to ask, such as a reason. */
  readonly children?: ReactNode;
  readonly onConfirm: (target: Target) => void;
  readonly onClose: () => void;
}

/**
 * Asks before something is destroyed. It keeps its own copy of the target from the moment it opens: whatever a live view makes of that
 * meanwhile, what is confirmed is what was shown, and no refresh closes it.
 */
export function ConfirmDialog<Target>({ target, onClose, ...props }: ConfirmDialogProps<Target>) {
  return target === null ? null : <Opened first={target} onClose={onClose} {...props} />;
}

function Opened<Target>(props: Omit<ConfirmDialogProps<Target>, 'target'> & { readonly first: Target }) {
  const [target] = useState(() => props.first);
  const [written, setWritten] = useState('');
  const form = useId();
  const word = props.typed?.(target) ?? null;
  const isMissing = word !== null && written.trim() !== word;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (isMissing) return;
    props.onConfirm(target);
    props.onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.title(target)}
      description={props.description(target)}
      footer={
        <>
          <Button onClick={props.onClose}>Keep it</Button>
          <Button type="submit" form={form} look="danger" disabledReason={isMissing ? `Type ${word} first.` : null}>
            {props.verb}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} style={{ display: 'grid', gap: 'var(--space-3)' }}>
        {props.children}
        {word !== null && (
          <Field
            label={`Type ${word} to confirm`}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={written}
            onChange={(event) => setWritten(event.target.value)}
          />
        )}
      </form>
    </Dialog>
  );
}
