import type { ApiEvent } from '../../../../src/api/live.ts';
import { Badge } from '../../components/badge.tsx';
import { EventText } from '../../components/event-text.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { toneOf } from '../../data/describe-event.ts';
import { keyOfEvent } from '../../data/event-key.ts';

function Type({ event: { type } }: { readonly event: ApiEvent }) {
  return <Badge tone={toneOf(type)}>{type}</Badge>;
}

function User({ event: { userId } }: { readonly event: ApiEvent }) {
  return userId === null ? (
    <span className="muted">nobody</span>
  ) : (
    <span className="table-id" title={userId}>
      {userId}
    </span>
  );
}

const COLUMNS: readonly Column<ApiEvent>[] = [
  {
    name: 'time',
    title: 'Time',
    render: ({ timestamp }) => <Time value={timestamp} look="date-time" />,
  },
  { name: 'type', title: 'Type', render: event => <Type event={event} />, isMinor: true },
  { name: 'user', title: 'User', render: event => <User event={event} />, isMinor: true },
  {
    name: 'what',
    title: 'What happened',
    isName: true,
    render: event => (
      <>
        <span className="event-text">
          <EventText event={event} />
        </span>
        <span className="table-second">
          <Type event={event} /> <bdi>{event.userId ?? 'nobody'}</bdi>
        </span>
      </>
    ),
  },
  {
    name: 'application',
    title: 'Application',
    render: ({ source: { application } }) => (
      <span className="table-id" title={application}>
        {application}
      </span>
    ),
    isMinor: true,
  },
];

export interface EventTableProps {
  readonly events: readonly ApiEvent[];
  readonly onOpen: (event: ApiEvent) => void;
}

/** Events in a table, as they were found: the newest first. */
export function EventTable({ events, onOpen }: EventTableProps) {
  return (
    <Table
      caption="Events, the newest first"
      columns={COLUMNS}
      rows={events}
      rowKey={keyOfEvent}
      onOpen={onOpen}
    />
  );
}
