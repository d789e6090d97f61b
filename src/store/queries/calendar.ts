import type { Interval } from '../../api/analytics.ts';

/** Intervals as people of a time zone have them. */
export interface CalendarInterval {
  readonly interval: Interval;
  /** IANA name, e.g. `Asia/Kolkata`. */
  readonly timeZone: string;
}

/** A name, and no offset: PostgreSQL counts those of POSIX, whose signs are the other way round. */
const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;

/** Whether clocks of a time zone show full hours when those of UTC do, as in most zones. */
export function hasWholeHours(timeZone: string, at: Date): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const offset = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return !/:(?!00)/.test(offset);
}

/** Whether a text is the name of a time zone that Node.js knows. */
export function isTimeZone(name: string): boolean {
  try {
    return NAME_PATTERN.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
