import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { count } from '../data/format';
import { usePausedAt } from '../data/paused';
import { RANGE_WORDS, useRange } from '../data/range';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { ErrorNotice } from '../ui/error-notice';
import { Icon } from '../ui/icon';
import { EventFilters } from './event-filters';
import { isFiltered, type EventSearch } from './event-filter';
import { EventListView } from './event-list-view';
import { useEventList } from './use-event-list';
import styles from './events.module.css';

/**
 * What happens, the newest first. It follows as long as its top is in sight; scrolled down, or stopped by its button, it stays as it is,
 * over focus and reconnects too, and says how many have come since.
 */
export function Events() {
  const search = useSearch({ from: '/' });
  const navigate = useNavigate({ from: '/' });
  const { range, rangeMs } = useRange();
  const [isStopped, setStopped] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const isPaused = usePausedAt() !== null;
  const list = useRef<HTMLDivElement>(null);
  const { rows, unseen, isMore, error } = useEventList(search, rangeMs, isStopped || isScrolled);
  const filter = useCallback(
    (change: EventSearch) => void navigate({ to: '/', replace: true, search: (before) => ({ ...before, ...change }) }),
    [navigate],
  );
  const follow = (): void => {
    setStopped(false);
    setScrolled(false);
    list.current?.scrollTo({ top: 0 });
  };
  return (
    <Card
      title="Events"
      isFlush
      className={styles.card}
      aside={
        <span className={styles.aside}>
          {isStopped && <span className={styles.state}>stopped</span>}
          <Button
            look="quiet"
            size="small"
            aria-pressed={isStopped}
            onClick={() => (isStopped ? follow() : setStopped(true))}
          >
            <Icon name={isStopped ? 'play' : 'pause'} />
            {isStopped ? 'Follow events' : 'Stop events'}
          </Button>
        </span>
      }
    >
      <EventFilters search={search} onChange={filter} />
      {error !== null && <ErrorNotice error={error} />}
      <div className={styles.stage}>
        {unseen > 0 && !isPaused && (
          <button type="button" className={styles.chip} onClick={follow}>
            <Icon name="up" />
            {count(unseen)}
            {isMore && '+'} new
          </button>
        )}
        {rows.length === 0 && error === null && (
          <EmptyState
            title={isFiltered(search) ? 'No event fits the filter' : 'Nothing has happened'}
            action={
              isFiltered(search) && (
                <Button
                  size="small"
                  onClick={() => filter({ kind: undefined, type: undefined, agent: undefined, text: undefined })}
                >
                  Show all events
                </Button>
              )
            }
          >
            {`in the last ${RANGE_WORDS[range]}, as far as this page keeps it. What happens shows here at once.`}
          </EmptyState>
        )}
        <EventListView ref={list} rows={rows} onScrolled={setScrolled} />
      </div>
    </Card>
  );
}
