import type { TimelineAnswer, TimelineAnswerPoint } from '../../../../src/api/analytics.ts';
import type { ChartData, ChartSeries } from '../../charts/chart-data.ts';

type Measure = (point: TimelineAnswerPoint) => number | null;

/** The points of the period before, each under the one of the same place; what it has more is left out. */
function previousSeries({ points }: TimelineAnswer, length: number, measure: Measure): ChartSeries {
  return {
    name: 'previous',
    label: 'Period before',
    color: '--chart-previous',
    draw: 'dashed',
    values: Array.from({ length }, (_, index) => (points[index] ? measure(points[index]) : null)),
  };
}

const timesOf = ({ points }: TimelineAnswer) => points.map(({ start }) => Date.parse(start));

/** The last point, where its interval goes on. */
function partialOf({ points, interval, range }: TimelineAnswer): number | undefined {
  const last = points.at(-1);
  if (last === undefined) return undefined;
  const end = new Date(last.start);
  if (interval === 'hour') end.setHours(end.getHours() + 1);
  if (interval === 'day') end.setDate(end.getDate() + 1);
  if (interval === 'week') end.setDate(end.getDate() + 7);
  if (interval === 'month') end.setMonth(end.getMonth() + 1);
  return end.getTime() > Date.parse(range.to) ? points.length - 1 : undefined;
}

/** Messages as bars, with what is unusual, over those of the period before. */
export function buildVolumeChart(timeline: TimelineAnswer, previous: TimelineAnswer | undefined): ChartData {
  const { points, interval } = timeline;
  const messages: Measure = point => point.messages;
  return {
    times: timesOf(timeline),
    interval,
    series: [
      { name: 'messages', label: 'Messages', color: '--chart-1', draw: 'bars', values: points.map(messages) },
      ...(previous === undefined ? [] : [previousSeries(previous, points.length, messages)]),
    ],
    anomalies: [...points.keys()].filter(index => points[index]!.isAnomaly),
    partial: partialOf(timeline),
  };
}

/** One measure as an area, over that of the period before. */
export function buildLineChart(
  timeline: TimelineAnswer,
  previous: TimelineAnswer | undefined,
  { measure, ...series }: Pick<ChartSeries, 'name' | 'label' | 'color'> & { readonly measure: Measure },
): ChartData {
  const { points, interval } = timeline;
  return {
    times: timesOf(timeline),
    interval,
    series: [
      { ...series, draw: 'area', values: points.map(measure) },
      ...(previous === undefined ? [] : [previousSeries(previous, points.length, measure)]),
    ],
    partial: partialOf(timeline),
  };
}
