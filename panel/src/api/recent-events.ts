import type { EventsAnswer } from '../../../src/api/events.ts';
import { requestJson } from './request.ts';

export interface RecentEventsQuestion {
  readonly limit: number;
  readonly type?: string;
  readonly userId?: string;
  readonly sessionId?: string;
}

/** The last events that one may see, the newest first. */
export const fetchRecentEvents = async (question: RecentEventsQuestion, signal: AbortSignal) =>
  (await requestJson<EventsAnswer>('/api/v1/monitoring/events', { query: { ...question }, signal })).events;
