import { Rejection } from '../core/rejection.js';
import { WHOLE, type Place } from './event-stream.js';

const FORM = /^([0-9a-zA-Z-]{4,64}):(\d{1,15}):(\d)$/;

/** An opaque string for a place in one log; only the server reads it. */
export function encodeCursor(logId: string, { position, parts }: Place): string {
  return Buffer.from(`${logId}:${String(position)}:${String(parts)}`).toString('base64url');
}

/** The cursor behind everything that the record at `position` shows. */
export function cursorAt(logId: string, position: number): string {
  return encodeCursor(logId, { position, parts: WHOLE });
}

/** Refuses what is no cursor (`BAD_USER_INPUT`), and one of another log (`CURSOR_EXPIRED`). */
export function decodeCursor(logId: string, cursor: string, field = 'after'): Place {
  const match = /^[\w-]{1,128}$/.test(cursor) ? FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) : null;
  if (match === null) throw new Rejection('BAD_USER_INPUT', `${field} is not a cursor of this server.`, { field });
  if (match[1] !== logId) throw new Rejection('CURSOR_EXPIRED', 'This cursor is of another log.', { field });
  return { position: Number(match[2]), parts: Number(match[3]) };
}
