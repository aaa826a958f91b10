import { useId, type ButtonHTMLAttributes, type MouseEvent, type Ref } from 'react';
import { classNames } from './class-names';
import { Tooltip } from './tooltip';
import styles from './button.module.css';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'small' | 'normal';
  /** As wide as high, for an icon alone; it needs an `aria-label`. */
  readonly isSquare?: boolean;
  /** Why it cannot be pressed now; null where it can. It keeps the focus and says so: a button that is merely grey helps nobody. */
  readonly disabledReason?: string | null;
  /** What it began is on its way: pressing it again does nothing. */
  readonly isPending?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { look = 'plain', size = 'normal', isSquare, disabledReason = null, isPending = false } = props;
  const { isSquare: _, look: _look, size: _size, disabledReason: _reason, isPending: _pending, ...rest } = props;
  const reasonId = useId();
  const isOff = disabledReason !== null || isPending;
  const button = (
    <button
      type="button"
      {...rest}
      className={classNames(
        styles.button,
        styles[look],
        styles[size],
        isSquare === true && styles.square,
        rest.className,
      )}
      aria-disabled={isOff || undefined}
      aria-busy={isPending || undefined}
      aria-describedby={disabledReason === null ? rest['aria-describedby'] : reasonId}
      onClick={(event: MouseEvent<HTMLButtonElement>) => {
        if (isOff) event.preventDefault();
        else rest.onClick?.(event);
      }}
    />
  );
  if (disabledReason === null) return button;
  return (
    <>
      <Tooltip text={disabledReason}>{button}</Tooltip>
      <span id={reasonId} hidden>
        {disabledReason}
      </span>
    </>
  );
}
