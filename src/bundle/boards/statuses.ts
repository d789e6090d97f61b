import type { Catalogue } from '../../catalogue/index.ts';
import { buildTimeseries, type TimeseriesOptions, type UnplacedPanel } from '../../dashboards/index.ts';
import { type Matchers, rate, selectCounter, sumBy } from '../promql/index.ts';
import { STATUS_COLORS } from './colors.ts';
import { query } from './query.ts';
import { RANGE } from './scope.ts';

/** How many requests were answered with which status; for several boards. */
export function buildStatusPanel(
  { http: { requests } }: Catalogue,
  matchers: Matchers<Catalogue['http']['requests']>,
  options: Pick<TimeseriesOptions, 'width' | 'height' | 'links'>,
): UnplacedPanel {
  return buildTimeseries({
    ...options,
    title: 'Requests by status',
    metric: requests,
    perSecond: true,
    min: 0,
    stacked: true,
    noValue: 'No traffic',
    overrides: STATUS_COLORS,
    queries: [
      query(sumBy(['status_code'], rate(selectCounter(requests, matchers), RANGE)), '{{status_code}}'),
    ],
  });
}
