import type { AnalyticsUser, UsersAnswer } from '../../../../src/api/analytics.ts';
import { requestJson } from '../../api/request.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Message } from '../../components/message.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Ago } from '../../components/time.tsx';
import { formatCount, NO_NUMBER } from '../../data/format-number.ts';
import { useQuery } from '../../data/use-query.ts';
import { ActivitySkeleton } from '../activity/activity-skeleton.tsx';

const MAX_USERS = 100;
const REFRESH_MS = 60_000;

const number = (
  name: 'events' | 'messages' | 'errors' | 'tokens',
  title: string,
  isMinor: boolean,
): Column<AnalyticsUser> => ({
  name,
  title,
  align: 'end',
  isMinor,
  sortBy: user => user[name],
  render: user => formatCount(user[name]),
});

const COLUMNS: readonly Column<AnalyticsUser>[] = [
  {
    name: 'user',
    title: 'User',
    sortBy: ({ userId }) => userId,
    render: ({ userId }) => <span className="user-name table-id">{userId}</span>,
  },
  number('events', 'Events', false),
  number('messages', 'Messages', true),
  number('errors', 'Errors', true),
  number('tokens', 'Tokens', true),
  {
    name: 'seen',
    title: 'Last seen',
    align: 'end',
    sortBy: ({ lastSeen }) => lastSeen,
    render: ({ lastSeen }) => (lastSeen === null ? NO_NUMBER : <Ago value={lastSeen} />),
  },
];

/** The 100 users who did the most in the last 30 days. */
export function ActiveUsers({ onOpen }: { readonly onOpen: (userId: string) => void }) {
  const query = useQuery(
    'active users',
    signal => requestJson<UsersAnswer>('/api/analytics/users', { query: { limit: MAX_USERS }, signal }),
    { refreshMs: REFRESH_MS },
  );
  return (
    <Loaded query={query} skeleton={<ActivitySkeleton />}>
      {({ users }) =>
        users.length === 0 ? (
          <Message icon="users" title="Nobody in the last 30 days">
            <p>Users appear here when events say who did something. Anybody else can be opened by id.</p>
          </Message>
        ) : (
          <Table
            caption="The most active users of the last 30 days"
            columns={COLUMNS}
            rows={users}
            rowKey={({ userId }) => userId}
            initialSort={{ column: 'events', isDescending: true }}
            onOpen={({ userId }) => onOpen(userId)}
          />
        )
      }
    </Loaded>
  );
}
