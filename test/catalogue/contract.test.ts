import { describe, expect, test } from 'vitest';
import { ALERTS } from '../../src/catalogue/alerts/index.ts';
import * as buckets from '../../src/catalogue/buckets.ts';
import { type BucketSet, buildCatalogue, listMetrics, type MetricType } from '../../src/catalogue/index.ts';

/** Names, types and least label sets that users rely on. */
const CONTRACT: readonly (readonly [name: string, type: MetricType, labels: readonly string[]])[] = [
  ['http_requests_total', 'counter', ['method', 'route', 'status_code']],
  ['http_request_duration_seconds', 'histogram', ['method', 'route', 'status_code']],
  ['http_request_size_bytes', 'histogram', ['method', 'route']],
  ['http_response_size_bytes', 'histogram', ['method', 'route']],
  ['ai_api_calls_total', 'counter', ['provider', 'model', 'operation', 'status']],
  ['ai_api_duration_seconds', 'histogram', ['provider', 'model', 'operation']],
  ['ai_tokens_used_total', 'counter', ['provider', 'model', 'type']],
  ['ai_errors_total', 'counter', ['provider', 'model', 'error_type']],
  ['ai_coding_assistant_active_sessions', 'gauge', []],
  ['ai_coding_assistant_sessions_total', 'counter', []],
  ['ai_coding_assistant_session_duration_seconds', 'histogram', []],
  ['file_operations_total', 'counter', ['operation', 'status']],
  ['file_operations_duration_seconds', 'histogram', ['operation']],
  ['file_size_bytes', 'histogram', ['operation']],
  ['version_operations_total', 'counter', ['operation', 'status']],
  ['version_size_bytes', 'histogram', ['operation']],
  ['version_operations_duration_seconds', 'histogram', ['operation']],
  ['ai_code_generations_total', 'counter', []],
  ['projects_created_total', 'counter', []],
];

/** Values of closed labels that users rely on. */
const VALUES: readonly (readonly [name: string, label: string, values: readonly string[]])[] = [
  ['ai_tokens_used_total', 'type', ['input', 'output', 'cache_read', 'cache_write', 'reasoning']],
  ['file_operations_total', 'operation', ['create', 'read', 'update', 'delete']],
  ['version_operations_total', 'operation', ['create', 'restore', 'delete']],
];

const metricOf = (name: string) => listMetrics(buildCatalogue()).find(metric => metric.name === name);

describe('what users rely on', () => {
  test.each(CONTRACT)('%s is a %s with at least its labels', (name, type, labels) => {
    const metric = metricOf(name);
    expect(metric?.type).toBe(type);
    expect(metric?.labels.map(label => label.name)).toEqual(expect.arrayContaining([...labels]));
  });

  test.each(VALUES)('%s has all values of %s', (name, label, values) => {
    expect(metricOf(name)?.labels.find(one => one.name === label)?.values).toEqual(values);
  });

  test('streamed responses and answers are told apart by a label', () => {
    for (const name of ['http_request_duration_seconds', 'ai_api_duration_seconds']) {
      expect(metricOf(name)?.labels.map(label => label.name)).toContain('stream');
    }
  });

  test('the buckets span what is measured', () => {
    const spanOf = ({ upperBounds }: BucketSet) => [upperBounds[0], upperBounds.at(-1)];
    expect(spanOf(buckets.httpLatencyBuckets)).toEqual([0.005, 10]);
    expect(buckets.aiLatencyBuckets.upperBounds.slice(0, 14)).toEqual([
      0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ]);
    expect(buckets.aiLatencyBuckets.upperBounds.at(-1)).toBeGreaterThan(300);
    const { upperBounds } = buckets.sizeBuckets;
    for (let i = 1; i < upperBounds.length; i++) expect(upperBounds[i]! / upperBounds[i - 1]!).toBe(4);
  });

  test.each([
    ['HighErrorRate', 0.05, 300, 'warning'],
    ['HighResponseTime', 2, 300, 'warning'],
    ['HighMemoryUsage', 0.8, 300, 'critical'],
    ['RedisMemoryUsage', 0.9, 300, 'critical'],
    ['HighAICallRate', 100, 300, 'warning'],
  ])('%s fires above %s for %s seconds as a %s', (name, threshold, forSeconds, severity) => {
    expect(ALERTS.find(alert => alert.name === name)).toMatchObject({ threshold, forSeconds, severity });
  });
});
