import './events.css';
import { useCallback } from 'react';
import type { ApiEvent } from '../../../../src/api/live.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Failure } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { MoreButton } from '../../components/more-button.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { keyOfEvent } from '../../data/event-key.ts';
import type { Query } from '../../data/use-query.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { useSession } from '../../shell/session-context.ts';
import { ActivitySkeleton } from '../activity/activity-skeleton.tsx';
import { EventDetails, type EventDetailsProps } from '../activity/event-details.tsx';
import { EventExport } from './event-export.tsx';
import { type EventFilter, lacksDays, NO_FILTER } from './event-filter.ts';
import { EventFilters } from './event-filters.tsx';
import { EventTable } from './event-table.tsx';
import { useEvent, useEvents } from './use-events.ts';

/** `event` is the key of the one whose details are open. */
const DEFAULTS = { ...NO_FILTER, event: '' };

/** Searches what happened, and exports it. */
export function EventsPage() {
  const { role } = useSession();
  const [{ event: openedKey, ...filter }, change] = useUrlState(DEFAULTS);
  const isComplete = !lacksDays(filter, new Date());
  const pages = useEvents(filter, isComplete);
  const { query, items } = pages;
  const opened = useEvent(openedKey, pages);
  const close = useCallback(() => change({ event: '' }), [change]);
  const clear = () => change(NO_FILTER);
  return (
    <>
      <PageHead title={role === 'admin' ? 'Events' : 'Your events'}>
        <Button icon="refresh" onClick={query.reload} disabled={query.isLoading || !isComplete}>
          Refresh
        </Button>
        {isComplete && <EventExport filter={filter} />}
      </PageHead>
      <EventFilters filter={filter} isAdmin={role === 'admin'} onChange={change} />
      <Card title="History" note="The newest first" isFlush minHeight={480}>
        {isComplete ? (
          <Loaded query={query} skeleton={<ActivitySkeleton />}>
            {() =>
              items.length === 0 ? (
                <NoEvents filter={filter} onClear={clear} />
              ) : (
                <>
                  <EventTable events={items} onOpen={event => change({ event: keyOfEvent(event) })} />
                  <MoreButton pages={pages} noun="event" />
                </>
              )
            }
          </Loaded>
        ) : (
          <Message icon="search" title="Choose the days">
            <p>The first day has to be before the last one, and not in the future.</p>
          </Message>
        )}
      </Card>
      {openedKey !== '' && (
        <OpenedEvent
          query={opened}
          onClose={close}
          onFilter={({ userId, sessionId }) => change({ ...NO_FILTER, userId, sessionId, event: '' })}
        />
      )}
    </>
  );
}

interface OpenedEventProps extends Pick<EventDetailsProps, 'onClose' | 'onFilter'> {
  readonly query: Query<ApiEvent | null>;
}

/** The event of the address; nothing until it is known. */
function OpenedEvent({ query: { data, error, reload }, ...dialog }: OpenedEventProps) {
  if (data) return <EventDetails event={data} {...dialog} />;
  if (data === undefined && error === undefined) return null;
  return (
    <Dialog title="Event" onClose={dialog.onClose}>
      {error === undefined ? (
        <Message icon="search" title="This event is not there">
          <p>It was erased, or is older than the retention.</p>
        </Message>
      ) : (
        <Failure error={error} onRetry={reload} />
      )}
    </Dialog>
  );
}

function NoEvents({ filter, onClear }: { readonly filter: EventFilter; readonly onClear: () => void }) {
  if (Object.values(filter).every(value => value === '')) {
    return (
      <Message icon="search" title="No events yet">
        <p>Events appear here when an application sends them. Those older than the retention are gone.</p>
      </Message>
    );
  }
  return (
    <Message icon="filter" title="Nothing matches">
      <p>User, session and application have to be written exactly as the application reports them.</p>
      <Button onClick={onClear}>Show all events</Button>
    </Message>
  );
}
