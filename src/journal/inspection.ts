import { existsSync } from 'node:fs';
import { DatabaseFile } from './database-file.js';
import { readMark, type Mark } from './high-water-mark.js';
import { JournalError } from './journal.js';
import type { DamagedPlace, LogDamage, PositionRange } from './journal.js';
import { checkLog, type LogCheck } from './log-check.js';
import { isHalfMade, logPath, markPath, walPath } from './log-files.js';
import { batchesBehind, salvage, type Salvaged } from './salvage.js';
import type { SqliteDurability } from './sqlite-protocol.js';

/** What is in a folder. A damaged log comes with its file open, for reading what is left; whoever gets it closes it. */
export type Inspection =
  | { readonly kind: 'none' }
  | Whole
  | {
      readonly kind: 'damaged';
      readonly damage: LogDamage;
      readonly warnings: readonly string[];
      readonly logId: string;
      readonly epoch: number;
      readonly last: number;
      readonly salvaged: Salvaged;
      readonly file: DatabaseFile;
    };

export interface Whole {
  readonly kind: 'whole';
  readonly format: number;
  readonly logId: string;
  readonly first: number;
  readonly last: number;
  readonly warnings: readonly string[];
}

const WHAT_TO_DO = 'Restore a backup, or move the folder away to begin with nothing.';

/**
 * Looks at all of a log before anybody opens it for writing, and changes nothing by that. Throws `CORRUPT` where there is
 * something, but nothing of a log that could be read. The caller holds the lock.
 */
export function inspectLog(directory: string, durability: SqliteDurability): Inspection {
  const file = new DatabaseFile(logPath(directory));
  let inspection: Inspection | null = null;
  try {
    inspection = inspect(directory, file, durability);
  } finally {
    if (inspection?.kind !== 'damaged') file.close();
  }
  return inspection;
}

function inspect(directory: string, file: DatabaseFile, durability: SqliteDurability): Inspection {
  const mark = readMark(markPath(directory));
  if (file.bytes === 0 && file.wal.frames.length === 0) {
    if (!existsSync(markPath(directory))) return { kind: 'none' };
    throw new JournalError(
      'CORRUPT',
      `${logPath(directory)} is missing or empty, but ${markPath(directory)} says that there was a log. ` +
        `Put the database back (with log.db-wal, if there was one), restore a backup, or move the folder away to begin with nothing.`,
    );
  }
  if (isHalfMade(directory)) return { kind: 'none' };
  const check = checkLog(file, mark);
  const places = [
    ...check.problems.map((detail) => at(logPath(directory), detail)),
    ...markProblems(directory, check, mark),
  ];
  if (places.length === 0 && isWalCut(file, check, mark, durability)) places.push(...brokenWal(directory, file));
  if (places.length === 0 && check.meta !== null && check.head !== null && check.format !== null) {
    const { format, meta, head } = check;
    const warnings = [...check.warnings, ...markWarnings(directory, mark, head.last)];
    return { kind: 'whole', format, logId: meta.logId, first: meta.anchor + 1, last: head.last, warnings };
  }
  return damaged(directory, file, mark, check, places);
}

function damaged(
  directory: string,
  file: DatabaseFile,
  mark: Mark | null,
  check: LogCheck,
  places: readonly DamagedPlace[],
): Inspection {
  const salvaged = salvage(file, mark);
  if (salvaged.batches.length === 0 && salvaged.meta === null && salvaged.snapshots.length === 0) {
    throw new JournalError(
      'CORRUPT',
      `${logPath(directory)} is not a log of this program, or nothing of one is left in it; it was left as it is. ${WHAT_TO_DO}`,
    );
  }
  const logId = salvaged.meta?.logId ?? mark?.logId ?? 'unknown';
  const marked = mark?.logId === logId ? mark.last : 0;
  const last = Math.max(salvaged.batches.at(-1)?.last ?? salvaged.anchor, marked);
  const damage = {
    lost: gapsOf(salvaged, last),
    places: [
      ...places,
      ...brokenWal(directory, file).filter(({ detail }) => !places.some((place) => place.detail === detail)),
    ],
  };
  const warnings = [...check.warnings];
  return { kind: 'damaged', damage, warnings, logId, epoch: salvaged.meta?.epoch ?? 0, last, salvaged, file };
}

function gapsOf({ batches, anchor }: Salvaged, last: number): PositionRange[] {
  const gaps: PositionRange[] = [];
  let before = anchor;
  for (const batch of batches) {
    if (batch.first > before + 1) gaps.push({ from: before + 1, to: batch.first - 1 });
    before = batch.last;
  }
  if (last > before) gaps.push({ from: before + 1, to: last });
  return gaps;
}

/** The mark is of this log, and the log reaches it and has the same batch there. */
function markProblems(directory: string, { meta, head, hasMarked }: LogCheck, mark: Mark | null): DamagedPlace[] {
  if (mark === null || meta === null || head === null) return [];
  const path = markPath(directory);
  if (mark.logId !== meta.logId)
    return [
      at(path, `speaks of log ${mark.logId}, but log.db beside it is log ${meta.logId}: one of them is from elsewhere`),
    ];
  if (mark.last > head.last) {
    const detail = `ends at record ${head.last}, but ${mark.last} was written and acknowledged`;
    return [at(logPath(directory), detail)];
  }
  if (hasMarked !== false) return [];
  return [at(logPath(directory), `is another version of the log than the one that wrote record ${mark.last}`)];
}

/** The witness is missing: the log is whole in itself, but nobody can say whether it has always ended where it does. */
function markWarnings(directory: string, mark: Mark | null, last: number): string[] {
  if (mark !== null || last === 0) return [];
  const path = markPath(directory);
  const what = existsSync(path) ? 'cannot be read' : 'is missing';
  return [
    `${path} ${what}: the log is whole up to record ${last}, but nothing can tell whether it went further. It is written anew.`,
  ];
}

/**
 * Whether the write-ahead log was longer than SQLite would take it for, though the mark does not say so: behind its end are
 * at least two batches, each continuing the one before. One alone may be of a write that was never finished, since each is
 * flushed before the next is begun. Without these flushes a power cut may leave any number, and nothing is proven.
 */
function isWalCut(file: DatabaseFile, { head }: LogCheck, mark: Mark | null, durability: SqliteDurability): boolean {
  return durability === 'fsync' && head !== null && batchesBehind(file, head, mark).length > 0;
}

function brokenWal(directory: string, { wal }: DatabaseFile): DamagedPlace[] {
  const path = walPath(directory);
  if (wal.bytes > 0 && !wal.hasHeader) return [at(path, 'its header does not fit its checksum')];
  const broken = wal.frames.findIndex(({ fits }, index) => index >= wal.committedFrames && !fits);
  if (broken < 0) return [];
  return [at(path, `frame ${broken + 1} of ${wal.frames.length} does not continue the one before it`)];
}

function at(file: string, detail: string): DamagedPlace {
  return { file, detail };
}
