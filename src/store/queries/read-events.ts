import type { Pool } from 'pg';
import type { ActivityEvent } from '../../events/index.ts';
import { type EventFilter, listEvents } from './list-events.ts';

/** Events in memory at once; a page of large ones ends earlier. */
const PAGE_SIZE = 200;

/**
 * All events of a filter, the oldest first, in pages that are asked for as they are used. No connection is held between
 * two pages. Each event that was there from the beginning to the end comes exactly once; of those that are stored or
 * erased meanwhile, some may come. Without an end it ends at the present.
 */
export async function* readEvents(
  pool: Pool,
  filter: EventFilter,
): AsyncGenerator<readonly ActivityEvent[], void> {
  const to = filter.to ?? new Date();
  let cursor: string | undefined;
  do {
    const question = { ...filter, to, cursor, limit: PAGE_SIZE, order: 'oldest-first' } as const;
    const page = await listEvents(pool, question);
    if (page.events.length > 0) yield page.events;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
