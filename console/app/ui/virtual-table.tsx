import { rowSelectionFeature, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, type ReactNode } from 'react';
import { classNames } from './class-names';
import styles from './virtual-table.module.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** As in `grid-template-columns`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** Left out where there is no room for it. */
  readonly isWideOnly?: boolean;
  readonly isNumber?: boolean;
}

interface VirtualTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  /** The same object until it changes. */
  readonly columns: readonly Column<Row>[];
  readonly idOf: (row: Row) => string;
  readonly labelOf: (row: Row) => string;
  /** Ids of the selected rows; left out where rows cannot be selected. */
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (selected: ReadonlySet<string>) => void;
  /** The row whose particulars are open. */
  readonly current?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  /** Rows there are in all, where these are but the first. */
  readonly total?: number;
}

const ROW_HEIGHT = 40;

const features = tableFeatures({ rowSelectionFeature });

/** A table of which only the rows in sight are on the page, however many there are. */
export function VirtualTable<Row extends object>(props: VirtualTableProps<Row>) {
  const { label, rows, columns, idOf, selected, onSelect, total = rows.length } = props;
  const body = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () => columns.map(({ id, title }): ColumnDef<typeof features, Row> => ({ id, header: title })),
    [columns],
  );
  const rowSelection = useMemo(
    () => Object.fromEntries([...(selected ?? [])].map((id) => [id, true as const])),
    [selected],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: idOf,
    state: { rowSelection },
    onRowSelectionChange: (change) => {
      const next = typeof change === 'function' ? change(rowSelection) : change;
      onSelect?.(new Set(Object.keys(next)));
    },
  });
  // eslint-disable-next-line react-hooks/incompatible-library -- it gives functions, which the compiler would keep; it is not in use here.
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    getItemKey: (index) => idOf(rows[index] as Row),
  });
  const model = table.getRowModel().rows;
  const canSelect = onSelect !== undefined;
  const narrow = template(
    columns.filter(({ isWideOnly }) => isWideOnly !== true),
    canSelect,
  );
  const widths = { '--wide': template(columns, canSelect), '--narrow': narrow } as React.CSSProperties;
  return (
    <div className={styles.table} role="table" aria-label={label} aria-rowcount={total + 1} style={widths}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classNames(styles.row, styles.header)}>
          {canSelect && (
            <span role="columnheader" className={styles.check}>
              <input
                type="checkbox"
                aria-label="Select all rows here"
                checked={rows.length > 0 && table.getIsAllRowsSelected()}
                onChange={table.getToggleAllRowsSelectedHandler()}
              />
            </span>
          )}
          {columns.map((column) => (
            <span key={column.id} role="columnheader" className={cellClass(column)}>
              {column.title}
            </span>
          ))}
        </div>
      </div>
      {/* Scrolls by itself, so the keyboard has to reach it. */}
      <div ref={body} role="rowgroup" className={styles.body} tabIndex={0} aria-label={`${label}, rows`}>
        <div role="presentation" className={styles.all} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = model[index];
            return row === undefined ? null : (
              <div
                key={row.id}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={canSelect ? row.getIsSelected() : undefined}
                data-current={row.id === props.current || undefined}
                className={classNames(styles.row, styles.data)}
                style={{ transform: `translateY(${String(start)}px)` }}
                onClick={(event) => {
                  if (!(event.target as Element).closest('a, button, input')) props.onOpen?.(row.original);
                }}
              >
                {canSelect && (
                  <span role="cell" className={styles.check}>
                    <input
                      type="checkbox"
                      aria-label={`Select ${props.labelOf(row.original)}`}
                      checked={row.getIsSelected()}
                      onChange={row.getToggleSelectedHandler()}
                    />
                  </span>
                )}
                {columns.map((column) => (
                  <span key={column.id} role="cell" className={cellClass(column)}>
                    {column.cell(row.original)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function template(columns: readonly Column<never>[], canSelect: boolean): string {
  return [...(canSelect ? ['28px'] : []), ...columns.map(({ width }) => width)].join(' ');
}

function cellClass({ isWideOnly, isNumber }: Column<never>): string {
  return classNames(styles.cell, isWideOnly === true && styles.wideOnly, isNumber === true && styles.number);
}
