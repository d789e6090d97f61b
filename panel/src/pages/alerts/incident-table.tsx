import type { Incident } from '../../../../src/api/incidents.ts';
import { Badge } from '../../components/badge.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Ago, Time } from '../../components/time.tsx';
import { formatDuration } from '../../data/format-time.ts';
import { rankOf, Severity } from './severity.tsx';

/** How long it took, or takes until now, in seconds. */
const durationOf = ({ startsAt, resolvedAt }: Incident): number =>
  Math.max(0, ((resolvedAt === null ? Date.now() : Date.parse(resolvedAt)) - Date.parse(startsAt)) / 1000);

const SEVERITY: Column<Incident> = {
  name: 'severity',
  title: 'Severity',
  render: ({ severity }) => <Severity value={severity} />,
  sortBy: ({ severity }) => rankOf(severity),
};
const ALERT: Column<Incident> = {
  name: 'alert',
  title: 'Alert',
  render: ({ name, annotations, startsAt }) => (
    <span className="incident-name">
      <strong>{name}</strong>
      <span className="muted">{annotations['summary']}</span>
      <span className="incident-since muted">
        <Ago value={startsAt} />
      </span>
    </span>
  ),
  sortBy: ({ name }) => name,
  isName: true,
};
const WHERE: Column<Incident> = {
  name: 'where',
  title: 'Where',
  render: ({ labels }) => labels['instance'] ?? labels['job'] ?? '',
  isMinor: true,
};

const OPEN_COLUMNS: readonly Column<Incident>[] = [
  SEVERITY,
  ALERT,
  WHERE,
  {
    name: 'acknowledged',
    title: 'Acknowledged',
    render: ({ acknowledgedAt, acknowledgedBy }) =>
      acknowledgedAt === null ? (
        <Badge tone="warning">no</Badge>
      ) : (
        <span>by {acknowledgedBy ?? 'somebody'}</span>
      ),
    isMinor: true,
  },
  {
    name: 'since',
    title: 'Since',
    render: ({ startsAt }) => <Ago value={startsAt} />,
    sortBy: ({ startsAt }) => startsAt,
    align: 'end',
    isMinor: true,
  },
];

const PAST_COLUMNS: readonly Column<Incident>[] = [
  SEVERITY,
  ALERT,
  WHERE,
  {
    name: 'started',
    title: 'Started',
    render: ({ startsAt }) => <Time value={startsAt} look="date-time" />,
    sortBy: ({ startsAt }) => startsAt,
    align: 'end',
    isMinor: true,
  },
  {
    name: 'duration',
    title: 'Lasted',
    render: incident => formatDuration(durationOf(incident)),
    sortBy: durationOf,
    align: 'end',
    isMinor: true,
  },
];

export interface IncidentTableProps {
  readonly caption: string;
  readonly incidents: readonly Incident[];
  readonly isPast?: boolean;
  readonly onOpen: (id: string) => void;
}

export function IncidentTable({ caption, incidents, isPast = false, onOpen }: IncidentTableProps) {
  return (
    <Table
      caption={caption}
      columns={isPast ? PAST_COLUMNS : OPEN_COLUMNS}
      rows={incidents}
      rowKey={({ id }) => id}
      initialSort={
        isPast ? { column: 'started', isDescending: true } : { column: 'severity', isDescending: false }
      }
      onOpen={({ id }) => onOpen(id)}
    />
  );
}
