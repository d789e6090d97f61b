import type { PointerEvent } from 'react';
import {
  formatDate,
  formatDateTimeSeconds,
  formatFull,
  formatMoment,
  formatRelative,
  formatTime,
} from '../data/format-time.ts';
import { useNow } from '../data/use-now.ts';

const FORMATS = {
  time: formatTime,
  date: formatDate,
  'date-time': formatDateTimeSeconds,
  moment: formatMoment,
} as const;

/** Only now: to write out all times of a list that runs would cost more than all the rest of it. */
function showInFull({ currentTarget }: PointerEvent<HTMLTimeElement>): void {
  currentTarget.title = formatFull(new Date(currentTarget.dateTime));
}

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
    <time dateTime={date.toISOString()} onPointerEnter={showInFull} className="numeric">
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
    <time dateTime={date.toISOString()} onPointerEnter={showInFull} className="numeric nowrap">
      {formatRelative(date, now)}
    </time>
  );
}
