/** Ranges to choose from; all but `custom` end now. */
export const RANGE_OPTIONS = [
  { value: 'today', title: 'Today' },
  { value: 'week', title: '7 days' },
  { value: 'month', title: '30 days' },
  { value: 'quarter', title: '90 days' },
  { value: 'year', title: '1 year' },
  { value: 'custom', title: 'Other' },
] as const;
export type RangeName = (typeof RANGE_OPTIONS)[number]['value'];

const RANGE_DAYS: Readonly<Record<Exclude<RangeName, 'custom'>, number>> = {
  today: 1,
  week: 7,
  month: 30,
  quarter: 90,
  year: 365,
};

/** What is chosen, as the address has it. */
export interface RangeChoice {
  readonly range: string;
  /** First and last day of a range of one's own: `2026-11-01`. */
  readonly from: string;
  readonly to: string;
}

/** Whole days of the viewer's calendar; the last one up to now. */
export interface DayRange {
  readonly from: Date;
  readonly to: Date;
  readonly days: number;
  /** The same number of days before, up to the same time of the last one. */
  readonly previousFrom: Date;
  readonly previousTo: Date;
}

export const isRangeName = (name: string): name is RangeName =>
  RANGE_OPTIONS.some(({ value }) => value === name);

const DAY_PATTERN = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Midnight of a day, in the viewer's time zone; undefined for what is no day. */
function parseDay(text: string): Date | undefined {
  const [, year, month, day] = DAY_PATTERN.exec(text) ?? [];
  const date = new Date(Number(year), Number(month) - 1, Number(day));
  return date.getDate() === Number(day) ? date : undefined;
}

/** A day as fields for dates have it. */
export function formatDay(date: Date): string {
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map(part => String(part).padStart(2, '0')).join('-');
}

/** Moves by whole days of the viewer's calendar: those of 23 and 25 hours count as one. */
export function addDays(date: Date, days: number): Date {
  const other = new Date(date);
  other.setDate(other.getDate() + days);
  return other;
}

const startOfDay = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

function buildRange(from: Date, end: Date, now: Date): DayRange {
  const days = Math.round((end.getTime() - from.getTime()) / 86_400_000);
  const to = end > now ? now : end;
  return { from, to, days, previousFrom: addDays(from, -days), previousTo: addDays(to, -days) };
}

/** The range of a choice; undefined where it has no such name, or its days are missing or the wrong way round. */
export function rangeOf({ range, from, to }: RangeChoice, now: Date): DayRange | undefined {
  const today = startOfDay(now);
  if (isRangeName(range) && range !== 'custom') {
    return buildRange(addDays(today, 1 - RANGE_DAYS[range]), addDays(today, 1), now);
  }
  const first = parseDay(from);
  const last = parseDay(to);
  if (first === undefined || last === undefined || first > last || first > now) return undefined;
  return buildRange(first, addDays(last, 1), now);
}
