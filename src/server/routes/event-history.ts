import type { FastifyPluginCallback } from 'fastify';
import type { EventsAnswer, StatsAnswer, UserStatsAnswer } from '../../api/events.ts';
import { eventStats, listEvents, type Store, userTypeStats } from '../../store/index.ts';
import { identityOf } from '../access/identity.ts';
import { mayReadUser } from '../access/may-read-user.ts';
import { requireRole } from '../access/require-role.ts';
import { parseRange, type RangeQuery } from '../questions/parse-range.ts';
import { eventSchema } from '../schemas/event-schema.ts';
import {
  applicationParameter,
  eventParameters,
  rangeParameters,
  userParameter,
} from '../schemas/parameters.ts';
import { readSchema } from '../schemas/read-schema.ts';
import {
  amount,
  count,
  countsByName,
  listOf,
  nullableAmount,
  nullableText,
  nullableTime,
  objectOf,
  text,
} from '../schemas/values.ts';

const MAX_PAGE = 1000;
const TAG = 'events';

/** A query of events, whose range is still text. */
export interface EventQuery extends RangeQuery {
  readonly userId?: string;
  readonly sessionId?: string;
  readonly type?: string;
  readonly application?: string;
}

const timeRange = objectOf({ start: nullableTime, end: nullableTime });

const listSchema = readSchema({
  tag: TAG,
  summary: 'Lists events, the newest first',
  description: 'A user gets their own events, an administrator those of all.',
  query: {
    ...eventParameters,
    limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 100 },
    cursor: { type: 'string', maxLength: 200, description: 'The `nextCursor` of the page before.' },
  },
  answer: objectOf({
    events: listOf(eventSchema),
    nextCursor: { ...nullableText, description: 'Null on the last page.' },
  }),
});

const statsSchema = readSchema({
  tag: TAG,
  summary: 'Statistics of events',
  description:
    '`errorRate` is in percent, `averageSessionDuration` in seconds; `byUser` has the 100 most active, `topTools` the 100 most used.',
  query: { ...userParameter, ...applicationParameter, ...rangeParameters },
  answer: objectOf({
    stats: objectOf({
      totalEvents: count,
      timeRange,
      byType: countsByName,
      byUser: countsByName,
      topTools: countsByName,
      errorRate: amount,
      averageSessionDuration: amount,
      tokensUsed: count,
    }),
  }),
});

const userStatsSchema = readSchema({
  tag: TAG,
  summary: 'Count and average duration (in ms) of each type of event of one user',
  params: objectOf({ userId: userParameter.userId }),
  query: { ...applicationParameter, ...rangeParameters },
  answer: objectOf({
    userId: text,
    timeRange,
    types: listOf(objectOf({ type: text, count, averageDuration: nullableAmount })),
  }),
});

/** `GET /api/v1/monitoring/events`, `/stats` and `/users/:userId/stats`: the history of events, as far as one may see it. */
export function createEventHistoryRoutes({
  store: { pool },
}: {
  readonly store: Store;
}): FastifyPluginCallback {
  return (app, _options, done) => {
    const read = (where: string) => requireRole(where, 'admin', 'user');
    app.get<{ Querystring: EventQuery & { limit: number; cursor?: string } }>(
      '/api/v1/monitoring/events',
      { schema: listSchema, onRequest: read('GET /api/v1/monitoring/events') },
      (request): Promise<EventsAnswer> => {
        const userId = mayReadUser(identityOf(request), request.query.userId);
        const question = { ...request.query, ...parseRange(request.query), userId };
        return listEvents(pool, question);
      },
    );
    app.get<{ Querystring: EventQuery }>(
      '/api/v1/monitoring/stats',
      { schema: statsSchema, onRequest: read('GET /api/v1/monitoring/stats') },
      async (request): Promise<StatsAnswer> => {
        const userId = mayReadUser(identityOf(request), request.query.userId);
        const question = { ...request.query, ...parseRange(request.query), userId };
        return { stats: await eventStats(pool, question) };
      },
    );
    app.get<{ Querystring: EventQuery; Params: { userId: string } }>(
      '/api/v1/monitoring/users/:userId/stats',
      { schema: userStatsSchema, onRequest: read('GET /api/v1/monitoring/users/:userId/stats') },
      async (request): Promise<UserStatsAnswer<Date>> => {
        const { userId } = request.params;
        mayReadUser(identityOf(request), userId);
        const range = parseRange(request.query);
        const question = { ...range, application: request.query.application, userId };
        const types = await userTypeStats(pool, question);
        return { userId, timeRange: { start: range.from ?? null, end: range.to ?? null }, types };
      },
    );
    done();
  };
}
