import type { EventsAnswer } from '../../../src/api/events.ts';
import type { ApiEvent } from '../../../src/api/live.ts';
import { keyOfEvent } from '../data/event-key.ts';
import { requestJson } from './request.ts';

/** As many as the server gives at once; there are not as many in a millisecond. */
const MAX_EVENTS = 1000;

/** The event of a key; null where there is none, or none any more. */
export async function fetchEventByKey(key: string, signal: AbortSignal): Promise<ApiEvent | null> {
  const [timestamp = ''] = key.split(' ');
  const fromMs = Date.parse(timestamp);
  if (Number.isNaN(fromMs)) return null;
  const query = { from: timestamp, to: new Date(fromMs + 1).toISOString(), limit: MAX_EVENTS };
  const { events } = await requestJson<EventsAnswer>('/api/v1/monitoring/events', { query, signal });
  return events.find(event => keyOfEvent(event) === key) ?? null;
}
