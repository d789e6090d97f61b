import type { TimelineAnswer } from '../../../src/api/analytics.ts';
import type { DashboardAnswer } from '../../../src/api/dashboard.ts';
import type { HealthReport } from '../../../src/api/health.ts';
import { viewerTimeZone } from '../data/format-time.ts';
import { requestJson } from './request.ts';

export const fetchDashboard = (signal: AbortSignal) =>
  requestJson<DashboardAnswer>('/api/monitoring/dashboard', { query: { tz: viewerTimeZone() }, signal });

export const fetchHealth = (signal: AbortSignal) => requestJson<HealthReport>('/api/v1/health', { signal });

/** What was counted each hour of UTC, up to now. @param from ISO 8601 */
export const fetchHours = (from: string, signal: AbortSignal) =>
  requestJson<TimelineAnswer>('/api/analytics/timeline', {
    query: { from, interval: 'hour', tz: 'UTC' },
    signal,
  });
