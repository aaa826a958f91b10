import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * Adds the records that are not yet in the archive, and returns all from the first on. What is in both has to be the same, byte
 * for byte: a record never changes, whatever crash came after it.
 */
export function addToArchive(path, records, findings) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const first = records[0]?.position ?? lines.length + 1;
  if (first > lines.length + 1) {
    findings.silent(`records ${lines.length + 1} to ${first - 1} were forgotten before the checker saw them`);
    return records;
  }
  const added = [];
  for (const record of records) {
    const line = JSON.stringify(record);
    const known = lines[record.position - 1];
    if (known === undefined) added.push(line);
    else if (known !== line) findings.silent(`record ${record.position} has changed since an earlier round`);
  }
  const last = records.at(-1)?.position ?? 0;
  if (last < lines.length)
    findings.lost(`the log ended at ${lines.length} in an earlier round, and ends at ${last} now`);
  if (added.length > 0) appendFileSync(path, `${added.join('\n')}\n`);
  return [...lines, ...added].map((line) => JSON.parse(line));
}
