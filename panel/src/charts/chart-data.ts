import type { Interval } from '../../../src/api/analytics.ts';

/** A colour of the theme, by the name of its property. */
export type ChartColor = `--chart-${1 | 2 | 3 | 4 | 5 | 'previous'}`;

export interface ChartSeries {
  /** Of its column in exported files. */
  readonly name: string;
  readonly label: string;
  readonly color: ChartColor;
  /** `dashed` is a line that something is compared with. */
  readonly draw: 'bars' | 'line' | 'area' | 'dashed';
  /** One for each time; null where there is none. */
  readonly values: readonly (number | null)[];
}

/** Numbers over time. */
export interface ChartData {
  /** Where a point begins; epoch ms, ascending. */
  readonly times: readonly number[];
  /** How long a point is; `moment` where it is a sample. */
  readonly interval: Interval | 'moment';
  readonly series: readonly ChartSeries[];
  /** Indexes of points that are unusual. */
  readonly anomalies?: readonly number[];
  /** Index of a point that is not over yet. */
  readonly partial?: number | undefined;
  /** Indexes of points that are over, and of which the range has only a part: a week at its beginning or end. */
  readonly cut?: readonly number[];
  /** Steps between the lines of the scale. @default 1, 2, 5, 10, … */
  readonly steps?: readonly number[] | undefined;
  /** What the scale shows at the least. @default from 0 */
  readonly atLeast?: number | undefined;
}

export type FormatValue = (value: number) => string;

/** Whether a point counts only a part of its time. */
export const isPart = ({ partial, cut }: Pick<ChartData, 'partial' | 'cut'>, index: number): boolean =>
  index === partial || cut?.includes(index) === true;

/** Whether there is anything to draw. */
export function isEmpty({ series }: ChartData): boolean {
  return series.every(({ values }) => values.every(value => value === null));
}
