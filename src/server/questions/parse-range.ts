import { AiwatchError } from '../../errors.ts';
import { isTimeZone, type OpenRange, type TimeRange } from '../../store/index.ts';

/** A range as a query has it. */
export interface RangeQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const TIME_PATTERN = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+ -]\d\d:\d\d)?)?$/i;

/** @default the last 30 days. */
const DEFAULT_RANGE_MS = 30 * 24 * 60 * 60 * 1000;

function invalid(field: string, expected: string, found: string): AiwatchError {
  return new AiwatchError('REQUEST_INVALID', { where: 'the range', field, expected, found });
}

/** In a URL a plus that is not escaped is a space. */
function parseTime(field: string, text: string): Date {
  const [, day, clock = '00:00', zone = 'Z'] = TIME_PATTERN.exec(text) ?? [];
  const time = new Date(`${day}T${clock}${zone.replace(' ', '+').toUpperCase()}`);
  // `Date` takes February 30 for a day of March.
  const isDay = day !== undefined && new Date(`${day}T00:00Z`).getUTCDate() === Number(day.slice(-2));
  if (isDay && !Number.isNaN(time.getTime())) return time;
  throw invalid(field, 'a time as 2026-11-01T00:00:00Z or 2026-11-01', `a text of ${text.length} characters`);
}

/** The range of a query, which may have no bounds. Throws REQUEST_INVALID. */
export function parseRange({ from, to }: RangeQuery): Required<OpenRange> {
  const range = {
    from: from === undefined ? undefined : parseTime('from', from),
    to: to === undefined ? undefined : parseTime('to', to),
  };
  if (range.from !== undefined && range.to !== undefined && range.from >= range.to)
    throw invalid('from', 'a time before that of the parameter to', 'one that is not');
  return range;
}

/** The range of a query; what is missing is filled in so that it is the last 30 days. Throws REQUEST_INVALID. */
export function parseBoundRange(query: RangeQuery): TimeRange {
  const { from, to = new Date() } = parseRange(query);
  if (from !== undefined && from >= to) throw invalid('from', 'a time before now', 'a later one');
  return { from: from ?? new Date(to.getTime() - DEFAULT_RANGE_MS), to };
}

/** With what a query compares its range. */
export interface PreviousRangeQuery {
  readonly previousFrom?: string | undefined;
  readonly previousTo?: string | undefined;
}

/** The range that a query compares its own with; undefined where it names none. Throws REQUEST_INVALID. */
export function parsePreviousRange({ previousFrom, previousTo }: PreviousRangeQuery): TimeRange | undefined {
  if (previousFrom === undefined && previousTo === undefined) return undefined;
  if (previousFrom === undefined || previousTo === undefined)
    throw invalid('previousFrom', 'previousFrom and previousTo', 'only one of them');
  const range = {
    from: parseTime('previousFrom', previousFrom),
    to: parseTime('previousTo', previousTo),
  };
  if (range.from >= range.to)
    throw invalid('previousFrom', 'a time before that of the parameter previousTo', 'one that is not');
  return range;
}

/** The time zone of a query. Throws REQUEST_INVALID. */
export function parseTimeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw invalid('tz', 'the name of a time zone, e.g. Europe/Berlin', `a text of ${name.length} characters`);
}
