import { describe, expect, test } from 'vitest';
import { buildLineChart, buildVolumeChart } from '../../panel/src/pages/analytics/analytics-charts.ts';
import { intervalOf, intervalsOf, nameCompared } from '../../panel/src/pages/analytics/interval-choice.ts';
import { withoutFall } from '../../panel/src/pages/analytics/without-fall.ts';
import { passes } from '../../panel/src/pages/audit/audit-filter.ts';
import { readCheckpoint } from '../../panel/src/pages/audit/checkpoint-text.ts';
import { NO_FILTER, parametersOf } from '../../panel/src/pages/events/event-filter.ts';
import type { OverviewAnswer, TimelineAnswer } from '../../src/api/analytics.ts';

const NOW = new Date(2026, 10, 18, 15, 30);

function timelineOf(
  messages: readonly number[],
  interval: TimelineAnswer['interval'] = 'day',
): TimelineAnswer {
  const start = (index: number) => new Date(2026, 10, 18 - messages.length + 1 + index);
  return {
    range: { from: start(0).toISOString(), to: NOW.toISOString() },
    timeZone: 'UTC',
    interval,
    points: messages.map((count, index) => ({
      start: start(index).toISOString(),
      events: count,
      errors: 0,
      messages: count,
      users: 1,
      averageResponseTime: count === 0 ? null : 100,
      tokens: 0,
      isAnomaly: count > 50,
    })),
  };
}

describe('the points of the analytics', () => {
  test.each([
    [1, ['hour']],
    [7, ['hour', 'day']],
    [30, ['hour', 'day', 'week']],
    [90, ['day', 'week', 'month']],
    [365, ['day', 'week', 'month']],
  ])('of %d days can be %j', (days, intervals) => {
    expect(intervalsOf(days).map(({ value }) => value)).toEqual(intervals);
  });

  test('are the chosen ones where they fit, and else those that suit the range', () => {
    expect(intervalOf('week', 30)).toBe('week');
    expect([1, 7, 90, 365, 800].map(days => intervalOf('', days))).toEqual([
      'hour',
      'day',
      'day',
      'week',
      'month',
    ]);
    expect(intervalOf('hour', 365)).toBe('week');
    expect(intervalOf('month', 7)).toBe('day');
  });
});

describe('what the numbers of the analytics are compared with', () => {
  const comparedAt = (to: string) =>
    ({ range: { from: '2026-11-18' }, previousRange: { to } }) as OverviewAnswer;

  test('is called by its days, and where they go on by the present time', () => {
    expect([1, 30].map(days => nameCompared(days, comparedAt('2026-11-18')))).toEqual([
      'in the day before',
      'in the 30 days before',
    ]);
    expect([1, 30].map(days => nameCompared(days, comparedAt('2026-11-17T09:00:00Z')))).toEqual([
      'by this time yesterday',
      'by this time 30 days ago',
    ]);
  });
});

describe('the course of a number that still grows', () => {
  test('ends before its last point, which would seem to be a fall', () => {
    expect(withoutFall([5, 9, 4])).toEqual([5, 9]);
    expect(withoutFall([5, 9, 0])).toEqual([5, 9]);
  });

  test('has the last point where that is all there is, or more than the one before', () => {
    expect(withoutFall([0, 0, 526])).toEqual([0, 0, 526]);
    expect(withoutFall([0, 3, 523])).toEqual([0, 3, 523]);
    expect(withoutFall([null, 7])).toEqual([null, 7]);
    expect(withoutFall([7])).toEqual([7]);
    expect(withoutFall([])).toEqual([]);
  });
});

describe('the charts of the analytics', () => {
  test('mark what is unusual, and the day that is not over', () => {
    expect(buildVolumeChart(timelineOf([3, 90, 4]), undefined)).toMatchObject({ anomalies: [1], partial: 2 });
  });

  test('mark the weeks of which the range has only a part, though they are over', () => {
    const monday = (day: number) => ({
      ...timelineOf([5]).points[0]!,
      start: new Date(2026, 10, day).toISOString(),
    });
    const weeks: TimelineAnswer = {
      range: { from: new Date(2026, 10, 4).toISOString(), to: new Date(2026, 10, 19).toISOString() },
      timeZone: 'UTC',
      interval: 'week',
      points: [monday(2), monday(9), monday(16)],
    };
    const chart = buildVolumeChart(weeks, undefined);
    expect(chart).toMatchObject({ cut: [0, 2] });
    expect(chart.partial).toBeUndefined();
    expect(
      buildVolumeChart({ ...weeks, range: { ...weeks.range, to: NOW.toISOString() } }, undefined),
    ).toMatchObject({
      cut: [0],
      partial: 2,
    });
  });

  test('lay the period before under the points of the same place', () => {
    const { series } = buildVolumeChart(timelineOf([3, 90, 4]), timelineOf([7, 8]));
    expect(series.map(({ values }) => values)).toEqual([
      [3, 90, 4],
      [7, 8, null],
    ]);
  });

  test('have a gap where nothing was answered', () => {
    const { series } = buildLineChart(timelineOf([3, 0, 4]), undefined, {
      name: 'response',
      label: 'Response time',
      color: '--chart-1',
      measure: point => point.averageResponseTime,
    });
    expect(series[0]!.values).toEqual([100, null, 100]);
  });
});

describe('the filter of events', () => {
  test('asks about everything where it is empty', () => {
    expect(Object.values(parametersOf(NO_FILTER, NOW))).toEqual(['', '', '', '', '', '']);
  });

  test('has no end where its range goes on', () => {
    expect(parametersOf({ ...NO_FILTER, range: 'week' }, NOW)).toMatchObject({
      from: new Date(2026, 10, 12).toISOString(),
      to: '',
    });
  });

  test('has the end of its last day where its range is over', () => {
    const filter = { ...NO_FILTER, range: 'custom', from: '2026-11-01', to: '2026-11-02', type: 'tool' };
    expect(parametersOf(filter, NOW)).toMatchObject({
      type: 'tool',
      to: new Date(2026, 10, 3).toISOString(),
    });
  });
});

describe('the audit trail', () => {
  const action = {
    leaf: 1,
    at: NOW.toISOString(),
    action: 'privacy.erase',
    actor: 'Root',
    target: null,
    details: null,
  };

  test('is filtered by the action, and by who did it or whom it concerns', () => {
    expect(passes(action, { action: '', who: '' })).toBe(true);
    expect(passes(action, { action: 'privacy.erase', who: 'roo' })).toBe(true);
    expect(passes(action, { action: 'audit.export', who: '' })).toBe(false);
    expect(passes(action, { action: '', who: 'ada' })).toBe(false);
    expect(passes({ ...action, target: 'ada' }, { action: '', who: 'ada' })).toBe(true);
  });

  test('has checkpoints that can be read, and texts that are none', () => {
    expect(readCheckpoint('host/audit\n72\nCJjYJ=\n\n— host/audit abc\n')).toEqual({
      origin: 'host/audit',
      size: 72,
      rootHash: 'CJjYJ=',
    });
    expect(readCheckpoint('something else')).toBeUndefined();
  });
});
