import './activity.css';
import { useCallback, useEffect, useState } from 'react';
import type { ApiEvent } from '../../../../src/api/live.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { formatCount } from '../../data/format-number.ts';
import { useUrlState } from '../../data/use-url-state.ts';
import { useSession } from '../../shell/session-context.ts';
import { type ActivityFilter, NO_FILTER } from './activity-filter.ts';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityList } from './activity-list.tsx';
import { ActivitySkeleton } from './activity-skeleton.tsx';
import { EventDetails } from './event-details.tsx';
import { useActivity } from './use-activity.ts';

/** What happens now: the last 100 events, as they come. */
export function ActivityPage() {
  const { role } = useSession();
  const [filter, change] = useUrlState(NO_FILTER);
  const { view, history, isEmpty, missed, hold } = useActivity(filter);
  const [isPaused, setIsPaused] = useState(false);
  const [isRead, setIsRead] = useState(false);
  const [opened, setOpened] = useState<ApiEvent>();
  const close = useCallback(() => setOpened(undefined), []);
  const isHeld = isPaused || isRead;
  useEffect(() => hold(isHeld), [hold, isHeld]);

  const isFiltered = Object.values(filter).some(value => value !== '');
  return (
    <>
      <PageHead title={role === 'admin' ? 'Activity' : 'Your activity'}>
        <Button
          icon={isPaused ? 'play' : 'pause'}
          look={isPaused ? 'primary' : 'normal'}
          onClick={() => setIsPaused(!isPaused)}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      </PageHead>
      <ActivityFilters filter={filter} isAdmin={role === 'admin'} onChange={change} />
      <Card
        title={isFiltered ? 'Last events that match' : 'Last events'}
        note={<ListState isPaused={isPaused} isHeld={isHeld} waiting={view.waiting} missed={missed} />}
        isFlush
        minHeight={480}
      >
        <Loaded query={history} skeleton={<ActivitySkeleton />}>
          {() => {
            if (isEmpty) return <NoActivity filter={filter} onClear={() => change(NO_FILTER)} />;
            if (view.items.length === 0) return <ActivitySkeleton />;
            return <ActivityList view={view} onOpen={setOpened} onRead={setIsRead} />;
          }}
        </Loaded>
      </Card>
      {opened !== undefined && (
        <EventDetails
          event={opened}
          onClose={close}
          onFilter={next => {
            change(next);
            close();
          }}
        />
      )}
    </>
  );
}

interface ListStateProps {
  readonly isPaused: boolean;
  readonly isHeld: boolean;
  readonly waiting: number;
  readonly missed: number;
}

function ListState({ isPaused, isHeld, waiting, missed }: ListStateProps) {
  const held = isPaused ? 'Paused' : 'Held while you go through it';
  // Numbers that run are not read out each time.
  return (
    <>
      <span role="status">{isHeld && held}</span>
      {isHeld && `: ${formatCount(waiting)} new since. `}
      <span role="status">{missed > 0 && 'This page was too slow'}</span>
      {missed > 0 && `: ${formatCount(missed)} left out. They are in the history.`}
    </>
  );
}

function NoActivity({ filter, onClear }: { readonly filter: ActivityFilter; readonly onClear: () => void }) {
  const isFiltered = Object.values(filter).some(value => value !== '');
  if (isFiltered) {
    return (
      <Message icon="filter" title="Nothing matches yet">
        <p>What matches is shown as soon as it happens.</p>
        <Button onClick={onClear}>Show everything</Button>
      </Message>
    );
  }
  return (
    <Message icon="list" title="Nothing has happened yet">
      <p>
        Events appear here as soon as an application sends them. Point it at this server with{' '}
        <code>AIWATCH_SERVER_URL</code> and a token from{' '}
        <code>aiwatch token --role service --application NAME</code>.
      </p>
      <a className="button button-normal" href="/docs">
        The API, described
      </a>
    </Message>
  );
}
