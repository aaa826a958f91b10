import { PoolError } from '../../../../src/sdk/client';
import { errorText } from '../../data/use-action';
import { ErrorNotice } from '../../ui/error-notice';
import { Icon } from '../../ui/icon';
import { fieldOf } from './submission';
import styles from './submit-form.module.css';

/** How long the server asks to wait from now on, in milliseconds; 0 where it does not, or no longer. */
export function waitLeft(error: Error | null, refusedAtMs: number, nowMs: number): number {
  if (!(error instanceof PoolError)) return 0;
  // The clock of the page ticks once a second: it may be behind the refusal, never ahead.
  return Math.max(0, refusedAtMs + (error.details.retryAfterMs ?? 0) - Math.max(nowMs, refusedAtMs));
}

/** Why the pool did not take it, where that belongs to no field, and what to do. */
export function Refusal({ error, leftMs }: { readonly error: Error; readonly leftMs: number }) {
  if (fieldOf(error) !== null) return null;
  const isPassing = error instanceof PoolError && error.details.retryAfterMs !== undefined;
  const isUnknown = error instanceof PoolError && error.code === 'UNREACHABLE';
  if (!isPassing && !isUnknown) return <ErrorNotice error={error} />;
  return (
    <div className={styles.wait} role="alert">
      <Icon name="warning" />
      <p>
        {isUnknown ? errorText(error) : error.message}{' '}
        <span aria-hidden={leftMs > 0 || undefined}>
          {leftMs > 0
            ? `Try again in ${String(Math.ceil(leftMs / 1_000))} s.`
            : 'Trying again keeps the idempotency key: it never makes a second task.'}
        </span>
      </p>
    </div>
  );
}
