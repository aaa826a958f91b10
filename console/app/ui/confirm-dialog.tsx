import { useState, type ReactNode } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';

interface ConfirmDialogProps<Target> {
  /** What is to be confirmed; null while there is nothing. */
  readonly target: Target | null;
  readonly title: (target: Target) => string;
  /** What will happen, and what cannot be taken back. */
  readonly description: (target: Target) => ReactNode;
  /** On the button: the verb, such as `Cancel the task`. */
  readonly verb: string;
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
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={props.title(target)}
      description={props.description(target)}
      {...(props.children !== undefined && { children: props.children })}
      footer={
        <>
          <Button onClick={props.onClose}>Keep it</Button>
          <Button
            look="danger"
            onClick={() => {
              props.onConfirm(target);
              props.onClose();
            }}
          >
            {props.verb}
          </Button>
        </>
      }
    />
  );
}
