import type { Indicator } from '../../../../src/api/analytics.ts';
import type { FormatValue } from '../../charts/chart-data.ts';
import { Stat } from '../../components/stat.tsx';
import { NO_NUMBER } from '../../data/format-number.ts';

export interface KeyNumberProps {
  readonly label: string;
  readonly of: Indicator;
  readonly format: FormatValue;
  /** Which way is the better one. @default neither */
  readonly better?: 'up' | 'down';
  /** Whether the last point of its course is over. */
  readonly isOver: boolean;
  /** When it was `previous`, such as `in the 30 days before`. */
  readonly before: string;
}

/** A number of the range with its change, its course, and what it was before. */
export function KeyNumber({ label, of, format, better, isOver, before }: KeyNumberProps) {
  const { value, previous, change } = of;
  // Half a day at its end would seem to be a fall.
  const sparkline = isOver ? of.sparkline : of.sparkline.slice(0, -1);
  return (
    <Stat
      label={label}
      value={value === null ? NO_NUMBER : format(value)}
      change={{ percent: change, comparedWith: `than ${before}` }}
      {...(better !== undefined && { better })}
      sparkline={sparkline}
    >
      {previous !== null && change !== null && (
        <span>
          from {format(previous)} {before}
        </span>
      )}
    </Stat>
  );
}
