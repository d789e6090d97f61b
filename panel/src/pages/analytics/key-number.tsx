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
  /** The period that it is compared with, such as `the 30 days before`. */
  readonly before: string;
}

/** A number of the range with its change, its course, and what it was before. */
export function KeyNumber({ label, of, format, better, before }: KeyNumberProps) {
  const { value, previous, change, sparkline } = of;
  return (
    <Stat
      label={label}
      value={value === null ? NO_NUMBER : format(value)}
      change={change}
      comparedWith={`than in ${before}`}
      {...(better !== undefined && { better })}
      sparkline={sparkline}
    >
      {previous !== null && change !== null && (
        <span>
          from {format(previous)} in {before}
        </span>
      )}
    </Stat>
  );
}
