import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, select, selectCounter, sumBy, times } from '../../promql/index.ts';
import { linkTo } from '../links.ts';
import { percentile } from '../percentile.ts';
import { latencyQuery, query } from '../query.ts';
import { application, RANGE } from '../scope.ts';

const SIZE = { width: 6, height: 8, links: [linkTo('development', 'Development')] };
const SECONDS_PER_MINUTE = 60;

function buildOperationsPanels({ file, version }: Catalogue): readonly UnplacedPanel[] {
  return [
    buildTimeseries({
      ...SIZE,
      title: 'File operations',
      metric: file.operations,
      perSecond: true,
      min: 0,
      noValue: 'No operations',
      queries: [
        query(
          sumBy(['operation', 'status'], rate(selectCounter(file.operations, application), RANGE)),
          '{{operation}} {{status}}',
        ),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Version operations',
      metric: version.operations,
      perSecond: true,
      min: 0,
      noValue: 'No operations',
      queries: [
        query(
          sumBy(['operation', 'status'], rate(selectCounter(version.operations, application), RANGE)),
          '{{operation}} {{status}}',
        ),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Time of operations',
      metric: file.duration,
      description: '95th percentile of the time that operations on files and versions took.',
      min: 0,
      noValue: 'No operations',
      queries: [
        latencyQuery(percentile(0.95, file.duration, ['operation'], application), 'File {{operation}}'),
        latencyQuery(percentile(0.95, version.duration, ['operation'], application), 'Version {{operation}}'),
      ],
    }),
  ];
}

/** What users do: files, versions, sessions. */
export function buildWorkSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { session } = catalogue;
  return [
    buildRow('Files, versions, sessions'),
    ...buildOperationsPanels(catalogue),
    buildTimeseries({
      ...SIZE,
      title: 'Sessions',
      links: [linkTo('sessions', 'Sessions and user experience')],
      metric: session.active,
      description: 'Sessions that are open, and sessions that are started per minute.',
      min: 0,
      noValue: 'No sessions',
      queries: [
        query(sumBy([], select(session.active, application)), 'Open'),
        query(
          times(sumBy([], rate(selectCounter(session.total, application), RANGE)), SECONDS_PER_MINUTE),
          'Started per minute',
        ),
      ],
    }),
  ];
}
