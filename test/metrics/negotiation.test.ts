import { describe, expect, test } from 'vitest';
import { acceptsGzip, negotiateFormat } from '../../src/metrics/negotiation.ts';

const PROMETHEUS_2_42 =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const PROMETHEUS_3 =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2';
const PROMETHEUS_3_NATIVE = `application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,${PROMETHEUS_3}`;
const PROMETHEUS_3_TEXT_ONLY = 'text/plain;version=0.0.4;q=0.6,*/*;q=0.5';
const CHROMIUM =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7';
const FIREFOX = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

describe('the format', () => {
  test.each([
    ['Prometheus 2.42', PROMETHEUS_2_42, 'openmetrics'],
    ['Prometheus 3', PROMETHEUS_3, 'openmetrics'],
    ['Prometheus 3 with native histograms', PROMETHEUS_3_NATIVE, 'openmetrics'],
    ['Prometheus 3 told to take text', PROMETHEUS_3_TEXT_ONLY, 'text'],
    ['curl', '*/*', 'text'],
    ['Chromium', CHROMIUM, 'text'],
    ['Firefox', FIREFOX, 'text'],
    ['nobody in particular', undefined, 'text'],
    ['an empty header', '', 'text'],
    ['OpenMetrics without a version', 'application/openmetrics-text', 'openmetrics'],
    ['OpenMetrics in capitals', 'APPLICATION/OPENMETRICS-TEXT; VERSION=1.0.0', 'openmetrics'],
    ['a quoted version', 'application/openmetrics-text; version="1.0.0"', 'openmetrics'],
    ['blanks everywhere', ' application/openmetrics-text ; version = 1.0.0 ; q = 0.5 ', 'openmetrics'],
    ['OpenMetrics 0.0.1 only', 'application/openmetrics-text;version=0.0.1', 'text'],
    ['OpenMetrics 2.0 only', 'application/openmetrics-text;version=2.0.0', 'text'],
    ['text wanted more', 'application/openmetrics-text;q=0.4,text/plain;q=0.5', 'text'],
    ['any text wanted more', 'application/openmetrics-text;q=0.4,text/*;q=0.5', 'text'],
    ['both wanted alike', 'text/plain,application/openmetrics-text', 'openmetrics'],
    ['OpenMetrics refused', 'application/openmetrics-text;q=0', 'text'],
    ['everything refused', '*/*;q=0', 'text'],
    ['something else', 'application/json', 'text'],
    ['a quality that is no number', 'application/openmetrics-text;q=high', 'text'],
    ['a quality above 1', 'application/openmetrics-text;q=7', 'text'],
    ['a negative quality', 'application/openmetrics-text;q=-1', 'text'],
    ['an infinite quality', 'application/openmetrics-text;q=Infinity', 'text'],
    ['nonsense', ';;;,,,=;q=;\0,"', 'text'],
    ['10 kB', `${'application/openmetrics-text,'.repeat(350)}text/plain`, 'text'],
  ] as const)('for %s', (_, accept, format) => {
    expect(negotiateFormat(accept)).toBe(format);
  });
});

describe('gzip', () => {
  test.each([
    ['gzip', true],
    ['x-gzip', true],
    ['GZIP', true],
    ['gzip, deflate, br, zstd', true],
    ['br;q=1, gzip;q=0.1', true],
    ['*', true],
    ['*;q=0.5', true],
    [undefined, false],
    ['', false],
    ['identity', false],
    ['gzip;q=0', false],
    ['gzip;q=0, *', false],
    ['*;q=0', false],
    ['gzipped', false],
    [',;q', false],
    ['x'.repeat(10_000), false],
  ])('for %j: %s', (acceptEncoding, isAccepted) => {
    expect(acceptsGzip(acceptEncoding)).toBe(isAccepted);
  });
});
