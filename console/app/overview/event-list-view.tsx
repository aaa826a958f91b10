import { useVirtualizer } from '@tanstack/react-virtual';
import { useImperativeHandle, useRef, type Ref } from 'react';
import type { EventRow } from './event-rows';
import { EventRowView } from './event-row-view';
import styles from './events.module.css';

/** As in the style sheet. */
const ROW_HEIGHT = 46;
/** Scrolled by no more than this it still follows. */
const AT_TOP_PX = 8;

interface EventListViewProps {
  readonly rows: readonly EventRow[];
  /** Told whether the newest are out of sight, when that changes. */
  readonly onScrolled: (isScrolled: boolean) => void;
  readonly ref: Ref<HTMLDivElement>;
}

/** The rows in sight, of however many there are. */
export function EventListView({ rows, onScrolled, ref }: EventListViewProps) {
  const element = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => element.current as HTMLDivElement);
  // eslint-disable-next-line react-hooks/incompatible-library -- it gives functions, which the compiler would keep; it is not in use here.
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => element.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  return (
    // Scrolls by itself, so the keyboard has to reach it. Not read out as it comes: it may be 500 events a second.
    <div
      ref={element}
      className={styles.events}
      role="log"
      aria-live="off"
      aria-label="Events"
      tabIndex={0}
      onScroll={({ currentTarget }) => onScrolled(currentTarget.scrollTop > AT_TOP_PX)}
    >
      <ol style={{ height: virtual.getTotalSize() }} className={styles.all}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={key}
              className={styles.row}
              aria-posinset={index + 1}
              aria-setsize={rows.length}
              style={{ transform: `translateY(${String(start)}px)` }}
            >
              <EventRowView row={row} />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
