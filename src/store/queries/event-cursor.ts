import { AiwatchError } from '../../errors.ts';
import { UUID_PATTERN } from '../../ids.ts';

/** A place in a list of events: behind the event with this time and row id. */
export interface EventPosition {
  /** UTC with microseconds, without the `Z`. */
  readonly at: string;
  readonly id: string;
}

const TIME_PATTERN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/;
const TIME_LENGTH = 'YYYY-MM-DDTHH:MM:SS.uuuuuu'.length;

/** A position as clients get it: a text that says nothing to them. */
export function formatCursor({ at, id }: EventPosition): string {
  return Buffer.from(at + id, 'latin1').toString('base64url');
}

/** Throws CURSOR_INVALID for what `formatCursor` did not make. */
export function parseCursor(cursor: string): EventPosition {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const position = { at: text.slice(0, TIME_LENGTH), id: text.slice(TIME_LENGTH) };
  const isTime = TIME_PATTERN.test(position.at) && isDay(position.at);
  if (isTime && UUID_PATTERN.test(position.id) && formatCursor(position) === cursor) return position;
  throw new AiwatchError('CURSOR_INVALID', {
    where: 'the query',
    field: 'cursor',
    found: `a text of ${cursor.length} characters`,
  });
}

/** Not so for February 30, which `Date` takes for a day of March. */
function isDay(at: string): boolean {
  const time = Date.parse(`${at.slice(0, -3)}Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === at.slice(0, 10);
}
