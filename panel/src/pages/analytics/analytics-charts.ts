import type { Interval, TimelineAnswer, TimelineAnswerPoint } from '../../../../src/api/analytics.ts';
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

function endOf({ start }: TimelineAnswerPoint, interval: Interval): Date {
  const end = new Date(start);
  if (interval === 'hour') end.setHours(end.getHours() + 1);
  if (interval === 'day') end.setDate(end.getDate() + 1);
  if (interval === 'week') end.setDate(end.getDate() + 7);
  if (interval === 'month') end.setMonth(end.getMonth() + 1);
  return end;
}

/** A range that goes on ends now; one that is over ends with a day. */
const isOver = (to: Date) => to.getHours() === 0 && to.getMinutes() === 0 && to.getSeconds() === 0;

/** The points that are no whole intervals: the last one, where it goes on, and those that the range cuts. */
function partsOf({ points, interval, range }: TimelineAnswer): Pick<ChartData, 'partial' | 'cut'> {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return {};
  const [from, to] = [new Date(range.from), new Date(range.to)];
  const cut = new Date(first.start) < from ? [0] : [];
  const lastIndex = points.length - 1;
  if (endOf(last, interval) <= to) return { cut };
  return isOver(to) ? { cut: [...cut, lastIndex] } : { cut, partial: lastIndex };
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
    ...partsOf(timeline),
  };
}

interface LineOptions extends Pick<ChartSeries, 'name' | 'label' | 'color'>, Pick<ChartData, 'steps'> {
  readonly measure: Measure;
}

/** One measure as an area, over that of the period before. */
export function buildLineChart(
  timeline: TimelineAnswer,
  previous: TimelineAnswer | undefined,
  { measure, steps, ...series }: LineOptions,
): ChartData {
  const { points, interval } = timeline;
  return {
    times: timesOf(timeline),
    interval,
    series: [
      { ...series, draw: 'area', values: points.map(measure) },
      ...(previous === undefined ? [] : [previousSeries(previous, points.length, measure)]),
    ],
    ...partsOf(timeline),
    steps,
  };
}
