import type { UsersAnswer } from '../../../../src/api/analytics.ts';
import { BarList } from '../../charts/bar-list.tsx';
import { SaveMenu } from '../../charts/save-menu.tsx';
import { Card } from '../../components/card.tsx';
import { Message } from '../../components/message.tsx';
import { formatCount } from '../../data/format-number.ts';
import { formatDate } from '../../data/format-time.ts';

export interface TopUsersCardProps {
  readonly answer: UsersAnswer;
  /** Where the range of the page begins, ISO 8601. */
  readonly from: string;
}

const TITLE = 'Top users';

/** Who did the most; each leads to the user's own page. */
export function TopUsersCard({ answer: { users, range }, from }: TopUsersCardProps) {
  const isWhole = Date.parse(range.from) <= Date.parse(from);
  return (
    <Card
      title={TITLE}
      note={
        isWhole
          ? 'By events in the range'
          : `Since ${formatDate(new Date(range.from))}: names are not kept longer`
      }
      actions={
        users.length === 0 ? undefined : (
          <SaveMenu title={TITLE} rows={() => users.map(user => ({ ...user }))} />
        )
      }
    >
      {users.length === 0 ? (
        <Message icon="users" title="Nobody was there">
          <p>Events that say their user appear here. Choose a longer range to see more.</p>
        </Message>
      ) : (
        <BarList
          items={users.map(({ userId, events }) => ({
            name: userId,
            value: events,
            href: `/users?${new URLSearchParams({ user: userId })}`,
          }))}
          format={formatCount}
        />
      )}
    </Card>
  );
}
