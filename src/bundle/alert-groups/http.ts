import { alerts, type Catalogue } from '../../catalogue/index.ts';
import { scrapeMetrics } from '../external-metrics/index.ts';
import {
  above,
  aggregate,
  and,
  equal,
  increase,
  observations,
  quantile,
  type Range,
  select,
  selectCounter,
  sumBy,
  unless,
} from '../promql/index.ts';
import { USER_ROUTES } from '../user-routes.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';
import { MIN_EVENTS, TAIL } from './minimum.ts';

const NOT_STREAMED = { stream: 'false', route: USER_ROUTES } as const;

/** Requests of users within a range, of all instances of a job. */
function countRequests({ http }: Catalogue, range: Range, offset?: Range) {
  const requests = selectCounter(http.requests, { route: USER_ROUTES });
  return sumBy(['job'], increase(requests, range, offset));
}

/** What users of the application feel: errors, slow answers, or that they do not reach it at all. */
export function buildHttpAlerts({ catalogue, records: { http } }: AlertContext): AlertGroup {
  const { duration } = catalogue.http;
  const responses = observations(duration, ['job'], '5m', NOT_STREAMED);
  /** The hour that ended half an hour ago: the 20 minutes of silence until the alert fires are no part of it. */
  const earlier = countRequests(catalogue, '1h', '30m');
  const isAnswering = above(countRequests(catalogue, '5m'), 0);
  const isUp = equal(aggregate('max', ['job'], select(scrapeMetrics.up)), 1);
  return {
    name: 'aiwatch-http',
    alerts: [
      { alert: alerts.highErrorRate, condition: threshold => above(select(http.errorRatio), threshold) },
      { alert: alerts.highResponseTime, condition: threshold => above(select(http.duration), threshold) },
      {
        alert: alerts.highTailLatency,
        condition: threshold =>
          and(
            above(quantile(TAIL, duration, ['job'], '5m', NOT_STREAMED), threshold),
            above(responses, MIN_EVENTS),
          ),
      },
      {
        alert: alerts.noTraffic,
        condition: threshold => and(unless(above(earlier, threshold), isAnswering), isUp),
      },
    ],
  };
}
