/**
 * A table as every benchmark gives it: `notes` say what a reader must know to judge the rows.
 *
 * @typedef {{ title: string, head: string[], rows: (string | number)[][], notes?: string[] }} Table
 */

/** For a terminal: columns aligned, the first to the left. */
export function asText({ title, head, rows, notes = [] }) {
  return ['', title, '', ...aligned(head, rows), ...notes.map((note) => `  * ${note}`)].join('\n');
}

/** Without title and notes. */
export function printTable(head, rows) {
  for (const line of aligned(head, rows)) console.log(line);
}

function aligned(head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, i) => Math.max(...lines.map((row) => row[i].length)));
  return lines.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  );
}

export function asMarkdown({ title, head, rows, notes = [] }) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    `**${title}**`,
    '',
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map(line),
    ...(notes.length > 0 ? ['', ...notes.map((note) => `- ${note}`)] : []),
    '',
  ].join('\n');
}
