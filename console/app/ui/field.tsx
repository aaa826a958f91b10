import {
  useId,
  type ReactNode,
  type InputHTMLAttributes,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { classNames } from './class-names';
import styles from './field.module.css';

interface Labelled {
  readonly label: string;
  /** Below the field: its unit, range or default. */
  readonly hint?: ReactNode;
  /** Why its value was refused; null where it was not. */
  readonly problem?: string | null;
}

type Control = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
};

/** A control with its label, hint and problem, tied together for screen readers. */
function Labelled({
  label,
  hint,
  problem = null,
  render,
}: Labelled & { readonly render: (control: Control) => ReactNode }) {
  const id = useId();
  const note = problem ?? hint;
  const noteId = `${id}-note`;
  const isThere = note !== undefined && note !== null;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {render({ id, 'aria-describedby': isThere ? noteId : undefined, 'aria-invalid': problem !== null })}
      {isThere && (
        <p id={noteId} className={classNames(styles.hint, problem !== null && styles.problem)}>
          {note}
        </p>
      )}
    </div>
  );
}

export function Field({ label, hint, problem, ...input }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Labelled
      {...{ label, hint, ...(problem !== undefined && { problem }) }}
      render={(control) => <input {...input} {...control} className={styles.control} />}
    />
  );
}

export function Select({ label, hint, problem, ...select }: Labelled & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Labelled
      {...{ label, hint, ...(problem !== undefined && { problem }) }}
      render={(control) => <select {...select} {...control} className={styles.control} />}
    />
  );
}

export function TextArea({ label, hint, problem, ...area }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <Labelled
      {...{ label, hint, ...(problem !== undefined && { problem }) }}
      render={(control) => <textarea {...area} {...control} className={classNames(styles.control, styles.area)} />}
    />
  );
}
