import type { Position } from '../core/record.js';
import { Rejection } from '../core/rejection.js';
import type { LogDamage, PositionRange } from '../journal/journal.js';

/** Why a pool carries out no command, while everything that it has can be read. A new reason is a new member. */
export type ReadOnlyReason =
  | { readonly code: 'LOG_DAMAGED'; readonly damage: LogDamage }
  /** Until there is space again; see `StorageLatch`, which also has what commands are told. */
  | { readonly code: 'STORAGE_FULL' };

/** What a command is told. */
export function damagedRefusal(pool: string, damage: LogDamage): Rejection {
  return new Rejection(
    'LOG_DAMAGED',
    `The log of pool ${pool} is damaged on disk (${lostText(damage)}): it can only be read.`,
  );
}

/** For people: what is gone. */
export function lostText({ lost }: LogDamage): string {
  return lost.length === 0 ? 'no record is lost' : `lost: records ${lost.map(rangeText).join(', ')}`;
}

function rangeText({ from, to }: PositionRange): string {
  return from === to ? String(from) : `${String(from)} to ${String(to)}`;
}

/** Positions of a log that cannot be shown, and after which position it goes on, as a cursor too; null where it does not. */
export interface Gap extends PositionRange {
  readonly resumeAfter: Position | null;
  readonly resumeCursor: string | null;
}

/**
 * What of a damaged log no reader gets: the lost records, and after them everything up to the next snapshot, for a record tells of
 * a change, and what it changed is not known. `bases` are the positions of the snapshots that are left, `last` that of the log.
 */
export function gapsOf(
  { lost }: LogDamage,
  bases: readonly Position[],
  last: Position,
  cursorAt: (position: Position) => string,
): readonly Gap[] {
  const gaps: Gap[] = [];
  const ascending = [...bases].sort((a, b) => a - b);
  for (const { from, to } of lost) {
    const before = gaps.at(-1);
    if (before !== undefined && (before.resumeAfter === null || to <= before.resumeAfter)) continue;
    const resumeAfter = ascending.find((base) => base >= to) ?? null;
    const resumeCursor = resumeAfter === null ? null : cursorAt(resumeAfter);
    gaps.push({ from, to: resumeAfter ?? last, resumeAfter, resumeCursor });
  }
  return gaps;
}

/** What a reader is told that would have to pass over a gap. */
export function damaged({ from, to, resumeCursor }: Gap): Rejection {
  const on = resumeCursor === null ? '' : ` It goes on after the cursor ${resumeCursor}.`;
  const text = `Records ${String(from)} to ${String(to)} of the log cannot be shown: it is damaged there.${on}`;
  return new Rejection('LOG_DAMAGED', text, { field: 'after' });
}
