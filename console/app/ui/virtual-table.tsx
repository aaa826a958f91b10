import { rowSelectionFeature, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from './class-names';
import { rangeBetween, toggled, type Selection } from './table-selection';
import { useNarrow } from './use-narrow';
import styles from './virtual-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** As in `grid-template-columns`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
}

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The same object until it changes. */
  readonly columns: readonly Column<Row>[];
  /** The whole row where there is no room for columns; `CARD_HEIGHT` high. */
  readonly card: (row: Row) => ReactNode;
  readonly idOf: (row: Row) => string;
  readonly selected: Selection;
  readonly onSelect: (selected: Selection) => void;
  /** The row whose particulars are open. */
  readonly current?: string | undefined;
  readonly onOpen: (row: Row) => void;
  /** Rows there are in all, where these are but the first. */
  readonly total: number;
  /** The last rows come into sight: more are wanted. */
  readonly onEnd: () => void;
  /** Whether somebody has the focus in the rows or has scrolled: then they should stay where they are. */
  readonly onHold: (isHeld: boolean) => void;
  /** Another number brings the first row into sight. */
  readonly restart: number;
}

const ROW_HEIGHT = 40;
const CARD_HEIGHT = 84;
/** Below this width of the table, in pixels, rows are cards. */
const NARROW = 1_020;
const OVERSCAN = 12;

const features = tableFeatures({ rowSelectionFeature });

/** A table of which only the rows in sight are on the page, however many there are. The focus goes from row to row by the arrows. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { label, rows, columns, idOf, selected, onSelect, onEnd, restart } = props;
  const body = useRef<HTMLDivElement>(null);
  const anchor = useRef<string | null>(null);
  const wantsFocus = useRef(false);
  const [active, setActive] = useState<string | null>(null);
  const { ref: outer, isNarrow } = useNarrow(NARROW);
  const hold = useHold(props.onHold);
  const definitions = useMemo(
    () => columns.map(({ id, title }): ColumnDef<typeof features, Row> => ({ id, header: title })),
    [columns],
  );
  const rowSelection = useMemo(() => Object.fromEntries([...selected].map((id) => [id, true as const])), [selected]);
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: idOf,
    state: { rowSelection },
    onRowSelectionChange: (change) => {
      const next = typeof change === 'function' ? change(rowSelection) : change;
      onSelect(new Set(Object.keys(next)));
    },
  });
  const ids = useMemo(() => rows.map(idOf), [rows, idOf]);
  const activeIndex = Math.max(0, active === null ? 0 : ids.indexOf(active));
  // eslint-disable-next-line react-hooks/incompatible-library -- it gives functions, which the compiler would keep; it is not in use here.
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => body.current,
    estimateSize: () => (isNarrow ? CARD_HEIGHT : ROW_HEIGHT),
    overscan: OVERSCAN,
    getItemKey: (index) => ids[index] ?? index,
    // The row with the focus stays on the page wherever it is scrolled to, else the focus would be lost.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), activeIndex])].sort((a, b) => a - b),
  });
  const items = virtual.getVirtualItems().filter(({ index }) => index < rows.length);
  const lastInSight = virtual.range?.endIndex ?? 0;
  useEffect(() => {
    if (rows.length > 0 && lastInSight >= rows.length - 2 * OVERSCAN) onEnd();
  }, [lastInSight, rows.length, onEnd]);
  useEffect(() => virtual.measure(), [isNarrow, virtual]);
  useEffect(() => {
    if (body.current !== null) body.current.scrollTop = 0;
  }, [restart]);
  useEffect(() => {
    if (!wantsFocus.current || active === null) return;
    wantsFocus.current = false;
    body.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(active)}"]`)?.focus({ preventScroll: true });
  }, [active]);

  const select = (id: string, isRange: boolean): void => {
    onSelect(isRange ? rangeBetween(selected, ids, anchor.current, id) : toggled(selected, id));
    anchor.current = id;
  };
  const move = (to: number, isRange: boolean): void => {
    const index = Math.min(rows.length - 1, Math.max(0, to));
    const id = ids[index];
    if (id === undefined) return;
    if (isRange) {
      anchor.current ??= ids[activeIndex] ?? id;
      onSelect(rangeBetween(selected, ids, anchor.current, id));
    }
    wantsFocus.current = true;
    virtual.scrollToIndex(index);
    setActive(id);
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const id = (event.target as HTMLElement).dataset['row'];
    const row = rows[activeIndex];
    if (id === undefined || row === undefined || event.altKey) return;
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? 0) / (isNarrow ? CARD_HEIGHT : ROW_HEIGHT)) - 1);
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(activeIndex + 1, event.shiftKey),
      ArrowUp: () => move(activeIndex - 1, event.shiftKey),
      PageDown: () => move(activeIndex + page, event.shiftKey),
      PageUp: () => move(activeIndex - page, event.shiftKey),
      Home: () => move(0, event.shiftKey),
      End: () => move(rows.length - 1, event.shiftKey),
      Enter: () => props.onOpen(row),
      ' ': () => select(id, event.shiftKey),
      ...((event.ctrlKey || event.metaKey) && { a: () => onSelect(new Set(ids)) }),
      ...(selected.size > 0 && { Escape: () => onSelect(new Set()) }),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]?.();
  };
  const model = table.getRowModel().rows;
  const isAll = rows.length > 0 && ids.every((id) => selected.has(id));
  return (
    <div
      ref={outer}
      className={styles.table}
      role="grid"
      aria-label={label}
      aria-multiselectable
      aria-rowcount={props.total + 1}
      style={{ '--columns': ['20px', ...columns.map(({ width }) => width)].join(' ') } as CSSProperties}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classNames(styles.row, styles.header, isNarrow && styles.narrow)}>
          <span role="columnheader" className={styles.check}>
            <label className={styles.target}>
              <input
                type="checkbox"
                aria-label="Select all rows here"
                checked={isAll}
                ref={(box) => {
                  if (box !== null) box.indeterminate = !isAll && selected.size > 0;
                }}
                onChange={() => onSelect(isAll ? new Set() : new Set(ids))}
              />
            </label>
          </span>
          {isNarrow ? (
            <span role="columnheader">{label}</span>
          ) : (
            columns.map((column) => (
              <span key={column.id} role="columnheader" className={cellClass(column)}>
                {column.title}
              </span>
            ))
          )}
        </div>
      </div>
      <div ref={body} role="rowgroup" className={styles.body} onKeyDown={press} {...hold}>
        <div role="presentation" className={styles.all} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = model[index];
            if (row === undefined) return null;
            return (
              <div
                key={row.id}
                role="row"
                data-row={row.id}
                tabIndex={index === activeIndex ? 0 : -1}
                aria-rowindex={index + 2}
                aria-selected={row.getIsSelected()}
                aria-current={row.id === props.current || undefined}
                className={classNames(styles.row, styles.data, isNarrow && styles.narrow)}
                style={{ transform: `translateY(${String(start)}px)` }}
                onFocus={() => setActive(row.id)}
                onMouseDown={(event) => event.shiftKey && event.preventDefault()}
                onClick={(event) => {
                  if ((event.target as Element).closest('a, button, label') !== null) return;
                  if (event.shiftKey || event.ctrlKey || event.metaKey) select(row.id, event.shiftKey);
                  else props.onOpen(row.original);
                }}
              >
                <span role="gridcell" className={styles.check}>
                  <label className={styles.target}>
                    <input
                      type="checkbox"
                      tabIndex={-1}
                      aria-label={`Select ${row.id}`}
                      checked={row.getIsSelected()}
                      onChange={(event) => select(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
                    />
                  </label>
                </span>
                {isNarrow ? (
                  <div role="gridcell" className={styles.card}>
                    {props.card(row.original)}
                  </div>
                ) : (
                  columns.map((column) => (
                    <span key={column.id} role="gridcell" className={cellClass(column)}>
                      {column.cell(row.original)}
                    </span>
                  ))
                )}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function cellClass({ isNumber }: Column<never>): string {
  return classNames(styles.cell, isNumber === true && styles.number);
}

/** Handlers of the scrolling element that tell whether somebody is at the rows. */
function useHold(onHold: (isHeld: boolean) => void) {
  const state = useRef({ isFocused: false, isScrolled: false });
  const change = (part: Partial<typeof state.current>): void => {
    state.current = { ...state.current, ...part };
    onHold(Object.values(state.current).some(Boolean));
  };
  useEffect(() => () => onHold(false), [onHold]);
  return {
    onFocus: () => change({ isFocused: true }),
    onBlur: () => change({ isFocused: false }),
    onScroll: (event: React.UIEvent<HTMLElement>) => {
      const isScrolled = event.currentTarget.scrollTop > 0;
      if (isScrolled !== state.current.isScrolled) change({ isScrolled });
    },
  };
}
