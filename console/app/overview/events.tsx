import { useEvents } from '../../../src/sdk/react/react';
import { label, timeOfDay } from '../data/format';
import { useHeld } from '../data/paused';
import { Card } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import styles from './events.module.css';

/** Of what the store keeps, so many are drawn. */
const SHOWN = 100;

/** What happens, the newest first. */
export function Events() {
  const { events, error } = useHeld(useEvents());
  const newest = events.slice(-SHOWN).reverse();
  return (
    <Card title="Events" isFlush className={styles.card}>
      {error !== null && <ErrorNotice error={error} />}
      {newest.length === 0 && error === null && (
        <EmptyState title="Nothing has happened yet">
          Events show here as they come, since this page was opened.
        </EmptyState>
      )}
      {/* Scrolls by itself, so the keyboard has to reach it. */}
      <div className={styles.events} role="log" aria-live="off" aria-label="Events" tabIndex={0}>
        <ol>
          {newest.map(({ cursor, occurredAt, kind, name, summary }) => (
            <li key={cursor} className={styles.event}>
              <time dateTime={occurredAt} className={styles.at}>
                {timeOfDay(occurredAt)}
              </time>
              <span className={styles.name}>
                {label(kind)} {label(name).toLowerCase()}
              </span>
              <span className={styles.summary}>{summary.slice(0, 300)}</span>
            </li>
          ))}
        </ol>
      </div>
    </Card>
  );
}
