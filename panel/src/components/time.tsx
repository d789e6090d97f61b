import {
  formatDate,
  formatDateTime,
  formatFull,
  formatMoment,
  formatRelative,
  formatTime,
} from '../data/format-time.ts';
import { useNow } from '../data/use-now.ts';

const FORMATS = {
  time: formatTime,
  date: formatDate,
  'date-time': formatDateTime,
  moment: formatMoment,
} as const;

export interface TimeProps {
  /** ISO 8601, or epoch ms. */
  readonly value: string | number;
  /** @default time */
  readonly look?: keyof typeof FORMATS;
}

/** A moment in the viewer's time zone; in full when the pointer rests on it. */
export function Time({ value, look = 'time' }: TimeProps) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return <span>{String(value)}</span>;
  return (
    <time dateTime={date.toISOString()} title={formatFull(date)} className="numeric">
      {FORMATS[look](date)}
    </time>
  );
}

/** How long ago a moment is; in full when the pointer rests on it. */
export function Ago({ value }: { readonly value: string | number }) {
  const now = useNow();
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return <span>{String(value)}</span>;
  return (
    <time dateTime={date.toISOString()} title={formatFull(date)} className="numeric nowrap">
      {formatRelative(date, now)}
    </time>
  );
}
