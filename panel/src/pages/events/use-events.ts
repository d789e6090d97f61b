import { useCallback } from 'react';
import type { EventsAnswer } from '../../../../src/api/events.ts';
import type { ApiEvent } from '../../../../src/api/live.ts';
import { requestJson } from '../../api/request.ts';
import { type Pages, usePages } from '../../data/use-pages.ts';
import { type EventFilter, parametersOf } from './event-filter.ts';

const PAGE_EVENTS = 50;

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
