import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { PoolEventLine } from '../../../src/sdk/react/react';
import { age, clip, count, instantInFull, label, timeOfDay, words } from '../data/format';
import { StatusDot } from '../ui/badge';
import { Icon } from '../ui/icon';
import type { Tone } from '../ui/tone';
import type { EventRow } from './event-rows';
import styles from './events.module.css';

/** A row of the feed: an event, or what is known of what is not there. */
export const EventRowView = memo(function EventRowView({ row }: { readonly row: EventRow }) {
  switch (row.kind) {
    case 'event':
      return <EventLine event={row.event} />;
    case 'gap':
      return (
        <div className={styles.gap}>
          <Icon name="warning" />
          <span>
            {row.missed === null ? 'Some events are missing here' : `${count(row.missed)} records are missing here`}:{' '}
            {row.missed === null ? 'the log no longer reached back to them.' : 'this page was too slow for them.'}
          </span>
          <time className={styles.at}>{timeOfDay(row.atMs)}</time>
        </div>
      );
    case 'resumed':
      return (
        <div className={styles.resumed}>
          <span>Without connection for {age(row.awayMs)}</span>
          <time className={styles.at}>{timeOfDay(row.atMs)}</time>
        </div>
      );
  }
});

function EventLine({ event }: { readonly event: PoolEventLine }) {
  const { kind, name, summary, occurredAt, task, agent } = event;
  const title = kind === 'DEPENDENCY' ? label(name) : `${label(kind)} ${words(name)}`;
  return (
    <div className={styles.event}>
      <StatusDot tone={TONES[name] ?? 'plain'} />
      <span className={styles.name}>
        {task != null ? (
          <Link to="/tasks/$taskId" params={{ taskId: task.id }} title={`Open ${task.id}`}>
            {title}
          </Link>
        ) : agent != null ? (
          <Link
            from="/"
            to="/"
            search={(before) => ({ ...before, agent: agent.id })}
            title={`Only events of ${agent.name}`}
          >
            {title}
          </Link>
        ) : (
          title
        )}
      </span>
      <time dateTime={occurredAt} title={instantInFull(occurredAt)} className={styles.at}>
        {timeOfDay(occurredAt)}
      </time>
      <span className={styles.summary} title={clip(summary, 1_000)}>
        {clip(shortened(summary))}
      </span>
    </div>
  );
}

/** Ids are long and tell little to the eye: their ends suffice to tell them apart, and the whole line is in the title. */
function shortened(summary: string): string {
  return clip(summary, 2_000).replace(/\b(task|agent)_[\da-z]{16,}([\da-z]{6})\b/g, '$1 …$2');
}

const TONES: Readonly<Record<string, Tone>> = {
  ASSIGNED: 'accent',
  STARTED: 'accent',
  PROGRESSED: 'accent',
  COMPLETED: 'good',
  RESTORED: 'good',
  RECOVERED: 'good',
  RESUMED: 'good',
  DEPENDENCY_UP: 'good',
  QUEUED: 'warn',
  RETRY_SCHEDULED: 'warn',
  CANCELLED: 'warn',
  DRAINING: 'warn',
  PAUSED: 'warn',
  ATTEMPT_FAILED: 'bad',
  FAILED: 'bad',
  DEGRADED: 'bad',
  STOPPED: 'bad',
  DEPENDENCY_DOWN: 'bad',
  ISOLATION_BREACH: 'bad',
};
