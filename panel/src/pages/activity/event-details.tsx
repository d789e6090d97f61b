import type { ApiEvent } from '../../../../src/api/live.ts';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { EventText } from '../../components/event-text.tsx';
import { Facts, JsonView } from '../../components/facts.tsx';
import { Time } from '../../components/time.tsx';
import { toneOf } from '../../data/describe-event.ts';
import { type ActivityFilter, NO_FILTER } from './activity-filter.ts';

export interface EventDetailsProps {
  readonly event: ApiEvent;
  readonly onClose: () => void;
  /** Shows only what has the same user, session or type. */
  readonly onFilter: (filter: ActivityFilter) => void;
}

/** All of an event. */
export function EventDetails({ event, onClose, onFilter }: EventDetailsProps) {
  const { userId, sessionId, source } = event;
  return (
    <Dialog
      title={`${event.type} · ${event.event}`}
      place="side"
      onClose={onClose}
      footer={
        <>
          {userId !== null && (
            <Button icon="filter" onClick={() => onFilter({ ...NO_FILTER, userId })}>
              Only this user
            </Button>
          )}
          {sessionId !== null && (
            <Button icon="filter" onClick={() => onFilter({ ...NO_FILTER, sessionId })}>
              Only this session
            </Button>
          )}
        </>
      }
    >
      <div className="stack">
        <p>
          <EventText event={event} />
        </p>
        <Facts
          items={[
            { name: 'Time', value: <Time value={event.timestamp} look="moment" /> },
            { name: 'Type', value: <Badge tone={toneOf(event.type)}>{event.type}</Badge> },
            { name: 'User', value: userId },
            { name: 'Session', value: sessionId },
            {
              name: 'Application',
              value: `${source.application} · ${source.environment} · ${source.instance}`,
            },
            { name: 'Request', value: source.requestId },
            { name: 'Trace', value: source.traceId },
            { name: 'Event', value: <code>{event.id}</code> },
          ]}
        />
        <JsonView value={event.data} label="Data" />
      </div>
    </Dialog>
  );
}
