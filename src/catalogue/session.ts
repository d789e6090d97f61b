import { sessionDurationBuckets } from './buckets.ts';
import { defineMetric } from './definition.ts';

/** The prefix of the session metrics where the application's name is not set. */
export const DEFAULT_SESSION_PREFIX = 'ai_coding_assistant';

/**
 * Sessions of the application's users; recorded by the session hook.
 * @param prefix the application's name as a metric prefix: lower case, digits and underscores.
 */
export function buildSessionMetrics(prefix: string = DEFAULT_SESSION_PREFIX) {
  return {
    active: defineMetric({
      type: 'gauge',
      name: `${prefix}_active_sessions`,
      help: 'Sessions that are open now.',
      unit: 'sessions',
      labels: [],
      since: '0.1.0',
    }),
    total: defineMetric({
      type: 'counter',
      name: `${prefix}_sessions_total`,
      help: 'Sessions that were started.',
      unit: 'sessions',
      labels: [],
      since: '0.1.0',
    }),
    duration: defineMetric({
      type: 'histogram',
      name: `${prefix}_session_duration_seconds`,
      help: 'Time from the start of a session to its end, or to its last activity when it expired.',
      unit: 'seconds',
      labels: [],
      buckets: sessionDurationBuckets,
      since: '0.1.0',
    }),
  } as const;
}
