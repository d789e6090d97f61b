import { Link } from 'wouter';
import type { DashboardAnswer, DashboardUser } from '../../../../src/api/dashboard.ts';
import { Dialog } from '../../components/dialog.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Ago } from '../../components/time.tsx';
import { formatCount } from '../../data/format-number.ts';

const COLUMNS: readonly Column<DashboardUser>[] = [
  {
    name: 'user',
    title: 'User',
    render: ({ userId }) => (
      <Link className="table-id" href={`/activity?${new URLSearchParams({ userId })}`} title={userId}>
        {userId}
      </Link>
    ),
    sortBy: ({ userId }) => userId,
  },
  {
    name: 'events',
    title: 'Events',
    render: ({ events }) => formatCount(events),
    sortBy: ({ events }) => events,
    align: 'end',
  },
  {
    name: 'lastSeen',
    title: 'Last seen',
    render: ({ lastSeen }) => <Ago value={lastSeen} />,
    sortBy: ({ lastSeen }) => lastSeen,
    align: 'end',
  },
];

export interface ActiveUsersDialogProps {
  readonly users: DashboardAnswer['users']['active'];
  /** Of whom the list has the first. */
  readonly total: number;
  readonly onClose: () => void;
}

/** Who did something in the last 30 minutes. */
export function ActiveUsersDialog({ users, total, onClose }: ActiveUsersDialogProps) {
  return (
    <Dialog title="Active in the last 30 minutes" onClose={onClose}>
      <Table caption="Active users" columns={COLUMNS} rows={users} rowKey={({ userId }) => userId} />
      {total > users.length && (
        <p className="muted">
          The last {formatCount(users.length)} of {formatCount(total)}.
        </p>
      )}
    </Dialog>
  );
}
