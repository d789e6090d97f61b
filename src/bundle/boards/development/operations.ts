import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import type { BoardContext } from '../board.ts';
import { percentile } from '../percentile.ts';
import { query } from '../query.ts';
import { application } from '../scope.ts';
import { buildLine } from '../steps.ts';
import { type Family, failedOperations, operationRate } from './signals.ts';

const SIZE = { width: 6, height: 8, min: 0, noValue: 'No operations' };

const TEXTS = {
  file: { heading: 'Files', of: 'files', failing: 'FileOperationsFailing', slow: 'FileOperationsSlow' },
  version: {
    heading: 'Versions',
    of: 'versions',
    failing: 'VersionOperationsFailing',
    slow: 'VersionOperationsSlow',
  },
} as const;

/** Operations on files, or on versions: how many, how many fail, how long they take, how much they move. */
export function buildOperationsSection(
  { catalogue, threshold }: BoardContext,
  family: Family,
): readonly UnplacedPanel[] {
  const { duration, size } = catalogue[family];
  const { heading, of, failing, slow } = TEXTS[family];
  const legend = '{{operation}}';
  return [
    buildRow(heading),
    buildTimeseries({
      ...SIZE,
      title: `Operations on ${of}`,
      metric: catalogue[family].operations,
      perSecond: true,
      stacked: true,
      queries: [query(operationRate(catalogue, family, ['operation']), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      title: `Failing operations on ${of}`,
      description: `Operations that failed over all of them. The line is the threshold of ${failing}.`,
      unit: 'percentunit',
      thresholds: buildLine(threshold(failing)),
      queries: [query(failedOperations(catalogue, family, ['operation']), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      title: `Time of operations on ${of}`,
      description: `95th percentile of the time that operations took. The line is the threshold of ${slow}.`,
      unit: 's',
      thresholds: buildLine(threshold(slow)),
      queries: [query(percentile(0.95, duration, ['operation'], application), legend)],
    }),
    buildTimeseries({
      ...SIZE,
      title: `Size of ${of}`,
      metric: size,
      description: `95th percentile. ${size.help}`,
      queries: [query(percentile(0.95, size, ['operation'], application), legend)],
    }),
  ];
}
