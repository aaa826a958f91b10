import { foldLog } from './fold.mjs';

const SETTLED = new Set(['COMPLETED', 'FAILED', 'CANCELLED']);

/**
 * Compares a snapshot, as the lines of JSON that it is kept as, with the records up to its position: every task stands in it as those
 * left it, or is settled and forgotten; and every key that was used is known, with its task. So it shows the end of whatever was
 * acknowledged by then, where the records themselves are gone.
 */
export function compareWithSnapshot(position, text, records, findings) {
  const chunks = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  // What does not follow is found in the whole log.
  const folded = foldLog(records.slice(0, position), { silent: ignore, twice: ignore });
  const keys = new Map(chunks.flatMap(({ kind, entries }) => (kind === 'keys' ? entries : [])));
  const ends = new Map();
  for (const { kind, histories } of chunks)
    if (kind === 'tasks') for (const history of histories) ends.set(history[0].event.taskId, history.at(-1));
  const newest = new Map();
  for (const record of records.slice(0, position)) newest.set(record.event.taskId, record);
  const wrong = (what) => findings.silent(`the snapshot at ${position} ${what}`);

  for (const { id, status, input } of folded.tasks.values()) {
    const end = ends.get(id);
    if (end === undefined && !SETTLED.has(status)) wrong(`has forgotten ${id}, which is ${status}`);
    if (end !== undefined && JSON.stringify(end) !== JSON.stringify(newest.get(id)))
      wrong(`shows ${id} as it was at ${end.position}, the log has it at ${newest.get(id).position}`);
    if (input.idempotencyKey !== null && keys.get(input.idempotencyKey)?.taskId !== id)
      wrong(`does not know the key of ${id}`);
  }
  for (const id of ends.keys()) if (!folded.tasks.has(id)) wrong(`has a task that is not in the log: ${id}`);
}

function ignore() {
  // Told elsewhere.
}
