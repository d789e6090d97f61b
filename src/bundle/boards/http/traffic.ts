import type { Catalogue } from '../../../catalogue/index.ts';
import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { rate, select, selectHistogram, sumBy } from '../../promql/index.ts';
import { query } from '../query.ts';
import { application, RANGE } from '../scope.ts';
import { buildStatusPanel } from '../statuses.ts';
import { chosenRoutes } from './signals.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'No traffic' };

function buildBytesPanel({ http }: Catalogue): UnplacedPanel {
  const bytes = (metric: typeof http.requestSize | typeof http.responseSize) =>
    sumBy([], rate(selectHistogram(metric, 'sum', chosenRoutes), RANGE));
  return buildTimeseries({
    ...SIZE,
    title: 'Bytes per second',
    description: 'Bodies of requests that came in, and of responses as far as they were sent.',
    unit: 'Bps',
    queries: [query(bytes(http.requestSize), 'In'), query(bytes(http.responseSize), 'Out')],
  });
}

/** How much there is to answer. */
export function buildTrafficSection(catalogue: Catalogue): readonly UnplacedPanel[] {
  const { http } = catalogue;
  return [
    buildRow('Traffic'),
    buildStatusPanel(catalogue, chosenRoutes, { width: 8, height: 8 }),
    buildTimeseries({
      ...SIZE,
      title: 'Requests in flight',
      metric: http.inFlight,
      description: 'Requests of all routes that are being answered at the same time, streams included.',
      queries: [query(sumBy(['instance'], select(http.inFlight, application)), '{{instance}}')],
    }),
    buildBytesPanel(catalogue),
  ];
}
