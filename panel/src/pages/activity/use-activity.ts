import { useEffect, useMemo, useState } from 'react';
import type { ApiEvent } from '../../../../src/api/live.ts';
import { fetchRecentEvents } from '../../api/recent-events.ts';
import { keyOfEvent } from '../../data/event-key.ts';
import { type Query, useQuery } from '../../data/use-query.ts';
import { useLive, useLiveState } from '../../live/live-context.tsx';
import type { LiveListView } from '../../live/live-list.ts';
import { POLL_INTERVAL_MS } from '../../live/live-state.ts';
import { useLiveList } from '../../live/use-live-list.ts';
import { type ActivityFilter, isShown, subscriptionOf } from './activity-filter.ts';

const MAX_EVENTS = 100;
/** More are asked for where the text is looked for here. */
const SEARCHED_EVENTS = 500;

const OPTIONS = {
  limit: MAX_EVENTS,
  keyOf: keyOfEvent,
  timestampOf: ({ timestamp }: ApiEvent) => timestamp,
};

export interface Activity {
  readonly view: LiveListView<ApiEvent>;
  readonly history: Query<readonly ApiEvent[]>;
  /** Whether nothing matches: what is there, but not drawn yet, does. */
  readonly isEmpty: boolean;
  /** How many events did not arrive, as this page was too slow. */
  readonly missed: number;
  readonly hold: (isHeld: boolean) => void;
}

/** The last events of a filter: those of the history, and on top what comes, by the feed or by asking again. */
export function useActivity(filter: ActivityFilter): Activity {
  const { type, userId, sessionId, text } = filter;
  const key = JSON.stringify([type, userId, sessionId, text]);
  const isPolling = useLiveState().way === 'polling';
  const [view, list] = useLiveList(key, OPTIONS);
  const [gaps, setGaps] = useState({ key, missed: 0 });
  const missed = gaps.key === key ? gaps.missed : 0;

  const limit = text === '' ? MAX_EVENTS : SEARCHED_EVENTS;
  const history = useQuery(
    `activity ${key}`,
    signal => fetchRecentEvents({ limit, type, userId, sessionId }, signal),
    isPolling ? { refreshMs: POLL_INTERVAL_MS } : {},
  );
  const loaded = history.data;
  const shown = useMemo(() => ({ type, userId, sessionId, text }), [type, userId, sessionId, text]);
  const events = useMemo(
    () => loaded?.filter(event => isShown(event, shown)).slice(0, MAX_EVENTS),
    [loaded, shown],
  );
  useEffect(() => {
    if (events !== undefined) list.fill(events);
  }, [events, list]);

  const subscription = useMemo(() => subscriptionOf({ type, userId, sessionId }), [type, userId, sessionId]);
  useLive(subscription, {
    onEvents: stored => list.add(stored.map(({ event }) => event).filter(event => isShown(event, shown))),
    onGap: gap => setGaps(now => ({ key, missed: (now.key === key ? now.missed : 0) + gap.missed })),
    onBegin: history.reload,
  });
  const isEmpty = view.items.length === 0 && events?.length === 0;
  return { view, history, isEmpty, missed, hold: list.hold };
}
