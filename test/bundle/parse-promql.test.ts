import { describe, expect, it } from 'vitest';
import { findPromqlMistake } from '../../src/bundle/rules/parse-promql.ts';

describe('findPromqlMistake', () => {
  it.each([
    'up == 0',
    'sum by (job) (rate(http_requests_total{status_code=~"5.."}[5m]))',
    'rate(a_total[5m] offset 1h)',
    'rate((a_total[5m]))',
    'max_over_time(rate(a_total[5m])[1h:1m])',
    'histogram_quantile(0.9, sum by (le) (rate(a_bucket[5m])))',
    'a and on (job) b\n  unless c # a comment',
    'absent(up{job="a"})',
  ])('finds none in %s', expr => {
    expect(findPromqlMistake(expr)).toBeUndefined();
  });

  it.each([
    ['a range that is not closed', 'rate(a[5m)', '         ^'],
    ['a bracket that is not closed', 'sum by (a', '         ^'],
    ['an unknown function', 'rates(a[5m])', '     ^'],
    ['an unknown unit of time', 'rate(a[5x])', '        ^'],
    ['half a comparison', 'a >', '   ^'],
    ['two expressions', 'a b', '  ^'],
    ['a template', '{{ $x }}', ' ^'],
    ['a rate of no range', 'sum(rate(a_total))', '                ^'],
    ['a share of time of no range', 'quantile_over_time(0.9, a)', '                         ^'],
    [
      'a forecast of no range',
      'double_exponential_smoothing(a, 0.5, 0.5)',
      '                              ^',
    ],
    ['a function that only newer servers have, of no range', 'mad_over_time(a)', '               ^'],
    ['nothing', '', '^'],
  ])('shows the place of %s', (_, expr, caret) => {
    const column = caret.length;
    expect(findPromqlMistake(expr)).toEqual({ line: 1, column, excerpt: `  ${expr}\n  ${caret}` });
  });

  it('shows the line that the mistake is in', () => {
    expect(findPromqlMistake('sum(\n  rate(a)\n)')).toEqual({
      line: 2,
      column: 9,
      excerpt: '    rate(a)\n          ^',
    });
  });
});
