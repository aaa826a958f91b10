/** How much later than its beat a worker may be heard. */
const LATE_MS = 500;

/**
 * Compares what remote workers were told and did with how their attempts ended: one that paused loses what it has in hand, and
 * nobody else, unless leases may end. A worker that was told of an attempt so late that it could not beat for it yet is excused:
 * the server was stalled between giving it out and sending it.
 *
 * @returns {{ leasesEnded: number, toldLate: number }} `toldLate`: those of `leasesEnded` that are excused
 */
export function compareWithWorkers(ledger, logs, findings, { isEnd, mayLoseLeases }) {
  const told = linesBy(ledger, 'told');
  const pauses = linesBy(ledger, 'pause');
  const counts = { leasesEnded: 0, toldLate: 0 };
  const ended = new Set();
  // Attempts of agents in processes have no leases, and are told to nobody outside.
  const pools = new Set([...told.values()].map(({ pool }) => pool));
  for (const pool of pools) {
    for (const { id, failures } of logs.get(pool)?.folded.tasks.values() ?? []) {
      for (const { attempt, outcome, atMs } of failures) {
        if (outcome !== 'LEASE_EXPIRED' && outcome !== 'INTERRUPTED') continue;
        const key = `${id} ${attempt}`;
        ended.add(key);
        counts.leasesEnded += 1;
        if (mayLoseLeases || pauses.has(key)) continue;
        const { atMs: toldAtMs, beatMs } = told.get(key) ?? { atMs: -Infinity, beatMs: 0 };
        if (outcome === 'LEASE_EXPIRED' && toldAtMs + beatMs + LATE_MS > atMs) counts.toldLate += 1;
        else findings.of(pool).silent(`attempt ${attempt} of ${id} ended as ${outcome}, and its worker was beating`);
      }
    }
  }
  for (const [key, { pool }] of isEnd ? pauses : [])
    if (!ended.has(key)) findings.of(pool).silent(`the lease of a worker that paused has not ended: ${key}`);
  return counts;
}

function linesBy(ledger, kind) {
  // What is told once more on a new connection changes nothing: the first one counts.
  const lines = ledger.filter(({ is }) => is === kind).reverse();
  return new Map(lines.map((line) => [`${line.taskId} ${line.attempt}`, line]));
}
