import type { Indicator } from '../../../../src/api/analytics.ts';
import type { FormatValue } from '../../charts/chart-data.ts';
import { Stat } from '../../components/stat.tsx';
import { NO_NUMBER } from '../../data/format-number.ts';
import { withoutFall } from './without-fall.ts';

export interface KeyNumberProps {
  readonly label: string;
  readonly of: Indicator;
  readonly format: FormatValue;
  /** Which way is the better one. @default neither */
  readonly better?: 'up' | 'down';
  /** Whether the last point of its course may still grow. @default false */
  readonly isGrowing?: boolean;
  /** When it was `previous`, such as `in the 30 days before`. */
  readonly before: string;
}

/** A number of the range with its change, its course, and what it was before. */
export function KeyNumber({ label, of, format, better, isGrowing = false, before }: KeyNumberProps) {
  const { value, previous, change } = of;
  return (
    <Stat
      label={label}
      value={value === null ? NO_NUMBER : format(value)}
      change={{ percent: change, comparedWith: `than ${before}` }}
      {...(better !== undefined && { better })}
      sparkline={isGrowing ? withoutFall(of.sparkline) : of.sparkline}
    >
      {previous !== null && change !== null && (
        <span>
          from {format(previous)} {before}
        </span>
      )}
    </Stat>
  );
}
