import type { FastifyPluginCallback } from 'fastify';
import {
  type HeatmapAnswer,
  INTERVALS,
  type Interval,
  type OverviewAnswer,
  type TimelineAnswer,
  type UsersAnswer,
} from '../../api/analytics.ts';
import { heatmap, overview, rangeBefore, type Store, timeline, topUsers } from '../../store/index.ts';
import { requireRole } from '../access/require-role.ts';
import { compareKept, type KeptDays, keptPart } from '../questions/kept-days.ts';
import { checkInterval } from '../questions/parse-interval.ts';
import {
  type PreviousRangeQuery,
  parseBoundRange,
  parsePreviousRange,
  parseTimeZone,
  type RangeQuery,
} from '../questions/parse-range.ts';
import { heatmapAnswer, overviewAnswer, timelineAnswer, usersAnswer } from '../schemas/analytics-schemas.ts';
import {
  applicationParameter,
  previousRangeParameters,
  rangeParameters,
  timeZoneParameter,
} from '../schemas/parameters.ts';
import { type ReadDescription, readSchema } from '../schemas/read-schema.ts';

interface AnalyticsQuery extends RangeQuery {
  readonly application?: string;
  readonly tz: string;
}

const MAX_USERS = 100;
const ALWAYS: KeptDays = { events: Number.POSITIVE_INFINITY, counts: Number.POSITIVE_INFINITY };

const describe = ({ query, ...others }: Omit<ReadDescription, 'tag'>) =>
  readSchema({
    tag: 'analytics',
    description: 'Of the last 30 days, where no range is given. Response times are in milliseconds.',
    query: { ...rangeParameters, ...applicationParameter, ...query },
    ...others,
  });

const schemas = {
  overview: describe({
    summary: 'Totals beside those of the period before',
    query: { ...previousRangeParameters, ...timeZoneParameter },
    answer: overviewAnswer,
  }),
  timeline: describe({
    summary: 'Activity over time, with what is unusual marked',
    query: { ...timeZoneParameter, interval: { enum: INTERVALS, default: 'day' } },
    answer: timelineAnswer,
  }),
  users: describe({
    summary: 'The most active users',
    description:
      'Of the last 30 days, where no range is given. `range` is the part of it of which is kept who did what.',
    query: { limit: { type: 'integer', minimum: 1, maximum: MAX_USERS, default: 20 } },
    answer: usersAnswer,
  }),
  heatmap: describe({
    summary: 'Activity by weekday and hour',
    query: timeZoneParameter,
    answer: heatmapAnswer,
  }),
};

/** The question that a query asks. */
function questionOf({ application, tz, ...query }: AnalyticsQuery) {
  const range = parseBoundRange(query);
  return { range, question: { ...range, application, timeZone: parseTimeZone(tz) } };
}

export interface AnalyticsRouteOptions {
  readonly store: Store;
  /** @default everything is */
  readonly keptDays?: KeptDays | undefined;
}

/** `GET /api/analytics/overview`, `/timeline`, `/users` and `/heatmap`, for administrators. */
export function createAnalyticsRoutes({
  store: { pool },
  keptDays = ALWAYS,
}: AnalyticsRouteOptions): FastifyPluginCallback {
  return (app, _options, done) => {
    const options = (name: keyof typeof schemas) => ({
      schema: schemas[name],
      onRequest: requireRole(`GET /api/analytics/${name}`, 'admin'),
    });
    app.get<{ Querystring: AnalyticsQuery & PreviousRangeQuery }>(
      '/api/analytics/overview',
      options('overview'),
      async (request): Promise<OverviewAnswer<Date>> => {
        const { range, question } = questionOf(request.query);
        const previous = parsePreviousRange(request.query) ?? rangeBefore(range);
        const numbers = compareKept(await overview(pool, { ...question, previous }), previous, keptDays);
        return { range, previousRange: previous, timeZone: question.timeZone, ...numbers };
      },
    );
    app.get<{ Querystring: AnalyticsQuery & { interval: Interval } }>(
      '/api/analytics/timeline',
      options('timeline'),
      async (request): Promise<TimelineAnswer<Date>> => {
        const { interval, ...query } = request.query;
        const { range, question } = questionOf(query);
        checkInterval(interval, range);
        const points = await timeline(pool, { ...question, interval });
        return { range, timeZone: question.timeZone, interval, points };
      },
    );
    app.get<{ Querystring: Omit<AnalyticsQuery, 'tz'> & { limit: number } }>(
      '/api/analytics/users',
      options('users'),
      async (request): Promise<UsersAnswer<Date>> => {
        const { limit, application } = request.query;
        const range = keptPart(parseBoundRange(request.query), keptDays);
        return { range, users: await topUsers(pool, { ...range, application, limit }) };
      },
    );
    app.get<{ Querystring: AnalyticsQuery }>(
      '/api/analytics/heatmap',
      options('heatmap'),
      async (request): Promise<HeatmapAnswer<Date>> => {
        const { range, question } = questionOf(request.query);
        const cells = await heatmap(pool, question);
        return { range, timeZone: question.timeZone, cells };
      },
    );
    done();
  };
}
