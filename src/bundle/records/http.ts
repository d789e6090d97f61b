import type { Catalogue } from '../../catalogue/index.ts';
import { average, matching, orZeroOf, rate, ratio, select, selectCounter, sumBy } from '../promql/index.ts';
import { record } from './record.ts';

/** Traffic, errors and times of HTTP requests. */
export function buildHttpRecords({ http }: Catalogue) {
  const requests = record(
    'job:http_requests:rate5m',
    'Responses per second of all instances of a job.',
    sumBy(['job'], rate(selectCounter(http.requests), '5m')),
  );
  const errors = record(
    'job:http_errors:rate5m',
    'Responses with a 5xx status per second of all instances of a job; 0 where there were none.',
    orZeroOf(
      sumBy(['job'], rate(selectCounter(http.requests, { status_code: matching('5..') }), '5m')),
      select(requests),
    ),
  );
  const errorRatio = record(
    'job:http_errors:ratio_rate5m',
    'Responses with a 5xx status over all responses; nothing where there were no responses.',
    ratio(select(errors), select(requests)),
  );
  const duration = record(
    'job:http_request_duration_seconds:avg5m',
    'Average time of the responses that are not streamed; nothing where there were none.',
    average(http.duration, ['job'], '5m', { stream: 'false' }),
  );
  return { requests, errors, errorRatio, duration };
}
