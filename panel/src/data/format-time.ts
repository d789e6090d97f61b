const time = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const date = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
const dateTime = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const TO_THE_SECOND = {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;
const dateTimeSeconds = new Intl.DateTimeFormat(undefined, TO_THE_SECOND);
const dateTimeOfYear = new Intl.DateTimeFormat(undefined, { year: 'numeric', ...TO_THE_SECOND });
const full = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** The present day of the viewer's calendar, epoch ms: lists that run ask for it often. */
let today = { from: 0, to: 0 };

function isToday(value: Date): boolean {
  const now = Date.now();
  if (now < today.from || now >= today.to) {
    const from = new Date(now).setHours(0, 0, 0, 0);
    today = { from, to: new Date(from).setDate(new Date(from).getDate() + 1) };
  }
  return value.getTime() >= today.from && value.getTime() < today.to;
}

/** Hours, minutes and seconds, in the viewer's time zone; of another day than the present one its date instead of seconds. */
export const formatTime = (value: Date): string => (isToday(value) ? time : dateTime).format(value);
export const formatDate = (value: Date): string => date.format(value);
export const formatDateTime = (value: Date): string => dateTime.format(value);
/** With seconds, which tell events apart, and with the year where that is not the present one. */
export function formatDateTimeSeconds(value: Date): string {
  const isThisYear = value.getFullYear() === new Date().getFullYear();
  return (isThisYear ? dateTimeSeconds : dateTimeOfYear).format(value);
}
/** To the millisecond, with the time zone. */
export const formatMoment = (value: Date): string => full.format(value);
/** The same, and in UTC. */
export const formatFull = (value: Date): string => `${full.format(value)} · ${value.toISOString()}`;

const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** A duration in its two largest units, such as `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  const first = UNITS.findIndex(([size]) => seconds >= size);
  if (first === -1) return '0 s';
  let rest = Math.floor(seconds);
  const parts: string[] = [];
  for (const [size, name] of UNITS.slice(first, first + 2)) {
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount} ${name}`);
  }
  return parts.join(' ');
}

const JUST_NOW_SECONDS = 2;
/** From here on the seconds, and then the minutes, say nothing. */
const MINUTE_SECONDS = 60;

/** How long before `nowMs` a moment is, such as `5 min ago`. */
export function formatRelative(value: Date, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - value.getTime()) / 1000));
  if (seconds < JUST_NOW_SECONDS) return 'now';
  if (seconds < MINUTE_SECONDS) return `${seconds} s ago`;
  const [size, name] = UNITS.find(([one]) => seconds >= one)!;
  return `${Math.floor(seconds / size)} ${name} ago`;
}

/** The viewer's time zone, by its IANA name. */
export const viewerTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
