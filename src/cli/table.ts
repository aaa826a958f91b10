import { cutTo, padTo, printable, widthOf } from './printable.js';
import { toneOf, type Paint, type Tone } from './paint.js';

export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => string | number | null | undefined;
  readonly align?: 'left' | 'right';
  /** Gives way first where the terminal is narrow. */
  readonly flexible?: boolean;
  /** In the colour of the status that it shows. */
  readonly isStatus?: boolean;
}

export interface TableStyle {
  readonly paint: Paint;
  /** Columns of the terminal; null where nobody looks, and nothing is cut. */
  readonly width: number | null;
}

const GAP = '  ';
const LEAST_FLEXIBLE = 8;

/** Lines of a table, its head first. What is null is shown as `-`. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { paint, width }: TableStyle,
): string[] {
  const cells = rows.map((row) => columns.map(({ of }) => printable(String(of(row) ?? '-'))));
  const wanted = columns.map(({ title }, at) =>
    Math.max(title.length, ...cells.map((line) => widthOf(line[at] ?? ''))),
  );
  const widths = width === null ? wanted : fitted(columns, wanted, width);
  const line = (texts: readonly string[], toneAt: (at: number, text: string) => Tone | null): string =>
    texts
      .map((text, at) => {
        const shown = cutTo(text, widths[at] ?? 0);
        const isLast = at === texts.length - 1 && columns[at]?.align !== 'right';
        return paint(isLast ? shown : padTo(shown, widths[at] ?? 0, columns[at]?.align), toneAt(at, text));
      })
      .join(GAP)
      .trimEnd();
  return [
    line(
      columns.map(({ title }) => title),
      () => 'dim',
    ),
    ...cells.map((texts) => line(texts, (at, text) => (columns[at]?.isStatus === true ? toneOf(text) : null))),
  ];
}

/** Takes from the widest flexible column, one by one, until all of them fit or none can give more. */
function fitted<Row>(columns: readonly Column<Row>[], wanted: readonly number[], width: number): number[] {
  const widths = [...wanted];
  let over = widths.reduce((sum, each) => sum + each, GAP.length * (columns.length - 1)) - width;
  for (; over > 0; over -= 1) {
    const sizes = widths.map((each, at) => (columns[at]?.flexible === true ? each : 0));
    const widest = Math.max(...sizes);
    if (widest <= LEAST_FLEXIBLE) break;
    widths[sizes.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** Lines of names and values, the values below each other. */
export function pairs(entries: readonly (readonly [name: string, value: string])[], paint: Paint): string[] {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${paint(padTo(name, width), 'dim')}${GAP}${value}`);
}
