import type {
  HeatmapAnswer,
  Interval,
  OverviewAnswer,
  TimelineAnswer,
  UsersAnswer,
} from '../../../../src/api/analytics.ts';
import { requestJson } from '../../api/request.ts';
import { type RangeChoice, rangeOf } from '../../data/day-range.ts';
import { viewerTimeZone } from '../../data/format-time.ts';

/** All that the page shows. */
export interface Analytics {
  readonly overview: OverviewAnswer;
  readonly timeline: TimelineAnswer;
  /** Of as many whole days before. */
  readonly previous: TimelineAnswer;
  readonly users: UsersAnswer;
  readonly heatmap: HeatmapAnswer;
}

const TOP_USERS = 10;

/** Asks for everything at once, about the same range. */
export async function loadAnalytics(
  choice: RangeChoice,
  interval: Interval,
  signal: AbortSignal,
): Promise<Analytics> {
  const range = rangeOf(choice, new Date());
  if (range === undefined) throw new Error('a range without days is not asked about');
  const asked = { from: range.from.toISOString(), to: range.to.toISOString() };
  const previousFrom = range.previousFrom.toISOString();
  const tz = viewerTimeZone();
  const get = <T>(name: string, query: Readonly<Record<string, string | number>>) =>
    requestJson<T>(`/api/analytics/${name}`, { query: { ...asked, ...query }, signal });
  const [overview, timeline, previous, users, heatmap] = await Promise.all([
    get<OverviewAnswer>('overview', { tz, previousFrom, previousTo: range.previousTo.toISOString() }),
    get<TimelineAnswer>('timeline', { tz, interval }),
    get<TimelineAnswer>('timeline', {
      tz,
      interval,
      from: previousFrom,
      to: range.from.toISOString(),
    }),
    get<UsersAnswer>('users', { limit: TOP_USERS }),
    get<HeatmapAnswer>('heatmap', { tz }),
  ]);
  return { overview, timeline, previous, users, heatmap };
}
