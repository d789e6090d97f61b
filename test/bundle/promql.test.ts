import { describe, expect, it } from 'vitest';
import { redisMetrics } from '../../src/bundle/external-metrics/index.ts';
import {
  above,
  aggregate,
  average,
  complement,
  increase,
  matching,
  not,
  observations,
  orZeroOf,
  quantile,
  rate,
  ratio,
  select,
  selectBucket,
  selectCounter,
  selectHistogram,
  share,
  sumBy,
  sumOfSteps,
} from '../../src/bundle/promql/index.ts';
import { buildCatalogue } from '../../src/catalogue/index.ts';
import { findSyntaxErrors } from './lint/expressions.ts';

const { http, file, process } = buildCatalogue();

describe('PromQL from metric definitions', () => {
  it.each([
    ['a selector', select(process.residentMemory), 'process_resident_memory_bytes'],
    [
      'matchers',
      selectCounter(http.requests, { method: 'GET', status_code: matching('5..') }),
      'http_requests_total{method="GET", status_code=~"5.."}',
    ],
    [
      'two matchers of one label',
      selectCounter(http.requests, { job: [matching('$job'), not('aiwatch')] }),
      'http_requests_total{job=~"$job", job!="aiwatch"}',
    ],
    [
      'quotes and backslashes',
      selectCounter(http.requests, { route: 'a"b\\c' }),
      'http_requests_total{route="a\\"b\\\\c"}',
    ],
    ['a rate', rate(selectCounter(http.requests), '5m'), 'rate(http_requests_total[5m])'],
    ['a sum', sumBy([], rate(selectCounter(http.requests), '5m')), 'sum(rate(http_requests_total[5m]))'],
    [
      'a sum by labels',
      sumBy(['job', 'route'], rate(selectCounter(http.requests), '5m')),
      'sum by (job, route) (rate(http_requests_total[5m]))',
    ],
    [
      'a ratio without NaN',
      ratio(select(redisMetrics.memoryUsed), select(redisMetrics.memoryMax)),
      'redis_memory_used_bytes / (redis_memory_max_bytes > 0)',
    ],
    [
      'a share of a whole',
      share(select(redisMetrics.memoryUsed), select(redisMetrics.memoryMax)),
      '(redis_memory_used_bytes or (redis_memory_max_bytes * 0)) / (redis_memory_max_bytes > 0)',
    ],
    [
      'a ratio with a minimum',
      ratio(select(redisMetrics.memoryUsed), select(redisMetrics.memoryMax), 20),
      'redis_memory_used_bytes / (redis_memory_max_bytes > 20)',
    ],
    [
      'an increase of earlier',
      increase(selectCounter(http.requests), '1h', '30m'),
      'increase(http_requests_total[1h] offset 30m)',
    ],
    [
      'a sum of steps',
      sumOfSteps(select(redisMetrics.clients), '1d', '1h'),
      'sum_over_time(redis_connected_clients[1d:1h])',
    ],
    [
      'a number of observations',
      observations(file.size, ['job'], '5m', { operation: 'read' }),
      'sum by (job) (increase(file_size_bytes_count{operation="read"}[5m]))',
    ],
    [
      'a ratio that is compared',
      above(ratio(select(redisMetrics.up), select(redisMetrics.up)), 0.5),
      '(redis_up / (redis_up > 0)) > 0.5',
    ],
    ['a rest', complement(aggregate('avg', [], select(redisMetrics.up))), '1 - avg(redis_up)'],
    [
      'a fallback to 0',
      orZeroOf(select(redisMetrics.up), select(redisMetrics.clients)),
      'redis_up or (redis_connected_clients * 0)',
    ],
    [
      'a part of a histogram',
      selectHistogram(file.size, 'bucket', { operation: 'read' }),
      'file_size_bytes_bucket{operation="read"}',
    ],
    [
      'a bucket',
      selectBucket(file.size, 0.5, { operation: 'read' }),
      'file_size_bytes_bucket{operation="read", le="0.5"}',
    ],
    [
      'a bucket of a whole number, as any exporter writes it',
      selectBucket(file.size, 64),
      'file_size_bytes_bucket{le=~"64(\\\\.0)?"}',
    ],
    [
      'an average',
      average(file.size, ['operation'], '5m'),
      'sum by (operation) (rate(file_size_bytes_sum[5m])) / (sum by (operation) (rate(file_size_bytes_count[5m])) > 0)',
    ],
    [
      'a quantile',
      quantile(0.95, file.size, ['operation'], '5m'),
      'histogram_quantile(0.95, sum by (operation, le) (rate(file_size_bytes_bucket[5m])))',
    ],
  ])('is right for %s', (_, expr, expected) => {
    expect(expr.text).toBe(expected);
    expect(findSyntaxErrors(expr.text)).toEqual([]);
  });

  it('does not compile with a label that the metric does not have, or a value that the label does not have', () => {
    const requests = selectCounter(http.requests);
    // @ts-expect-error http_requests_total has no label "model"
    selectCounter(http.requests, { model: 'x' });
    // @ts-expect-error "FETCH" is no method
    selectCounter(http.requests, { method: 'FETCH' });
    // @ts-expect-error no label "model" to group by
    sumBy(['model'], rate(requests, '5m'));
    // @ts-expect-error the first sum has left no label "route"
    sumBy(['route'], sumBy(['job'], rate(requests, '5m')));
    // @ts-expect-error a gauge has no rate
    rate(select(process.residentMemory), '5m');
    // @ts-expect-error a counter is read through its rate
    select(http.requests);
    // @ts-expect-error no quantile of a counter
    quantile(0.5, http.requests, [], '5m');
    expect(requests.text).toBe('http_requests_total');
  });
});
