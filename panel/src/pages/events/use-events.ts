import { useCallback } from 'react';
import type { EventsAnswer } from '../../../../src/api/events.ts';
import type { ApiEvent } from '../../../../src/api/live.ts';
import { fetchEventByKey } from '../../api/event-by-key.ts';
import { requestJson } from '../../api/request.ts';
import { keyOfEvent } from '../../data/event-key.ts';
import { type Pages, usePages } from '../../data/use-pages.ts';
import { type Query, useQuery } from '../../data/use-query.ts';
import { type EventFilter, parametersOf } from './event-filter.ts';

const PAGE_EVENTS = 50;

/**
 * The event of a key: of the list, or else asked for, as it is in an address that is older than the list. Null where
 * there is none.
 */
export function useEvent(key: string, { query, items }: Pages<ApiEvent>): Query<ApiEvent | null> {
  const listed = items.find(event => keyOfEvent(event) === key);
  const isEnabled = key !== '' && listed === undefined && query.data !== undefined;
  const asked = useQuery(`event ${key}`, signal => fetchEventByKey(key, signal), { isEnabled });
  return listed === undefined ? asked : { ...asked, data: listed };
}

/** The events of a filter, page by page; none as long as `isEnabled` is false. */
export function useEvents(filter: EventFilter, isEnabled: boolean): Pages<ApiEvent> {
  const key = JSON.stringify(filter);
  const load = useCallback(
    async (cursor: string | undefined, signal: AbortSignal) => {
      const parameters = parametersOf(JSON.parse(key) as EventFilter, new Date());
      const { events, nextCursor } = await requestJson<EventsAnswer>('/api/v1/monitoring/events', {
        query: { ...parameters, limit: PAGE_EVENTS, cursor },
        signal,
      });
      return { items: events, next: nextCursor };
    },
    [key],
  );
  return usePages(`events ${key}`, load, { isEnabled });
}
