import { useCallback, useState } from 'react';
import type { DashboardAnswer } from '../../../../src/api/dashboard.ts';
import { Stat } from '../../components/stat.tsx';
import { formatCount, formatMilliseconds, NO_NUMBER } from '../../data/format-number.ts';
import { ActiveUsersDialog } from './active-users-dialog.tsx';

const DAY = 'Last 24 hours';
const BEFORE = 'than in the 24 hours before';

/** The numbers of the last 24 hours, and who is there. */
export function KeyNumbers({ dashboard }: { readonly dashboard: DashboardAnswer }) {
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  const { messages, averageResponseTime, errors, users } = dashboard;
  const responseTime = averageResponseTime.value;
  return (
    <div className="grid key-numbers">
      <Stat
        label="Messages in 24 hours"
        value={formatCount(messages.value ?? 0)}
        change={{ percent: messages.change, comparedWith: BEFORE }}
        sparkline={messages.sparkline}
        sparklineNote={DAY}
      />
      <Stat
        label="Average response time"
        value={responseTime === null ? NO_NUMBER : formatMilliseconds(responseTime)}
        change={{ percent: averageResponseTime.change, comparedWith: BEFORE }}
        better="down"
        sparkline={averageResponseTime.sparkline}
        sparklineNote={DAY}
      />
      <Stat
        label="Failures in 24 hours"
        value={formatCount(errors.value ?? 0)}
        change={{ percent: errors.change, comparedWith: BEFORE }}
        better="down"
        sparkline={errors.sparkline}
        sparklineNote="Requests, tools and errors"
      />
      <Stat
        label="Active users, 30 minutes"
        value={formatCount(users.last30Minutes)}
        sparkline={users.sparkline}
        sparklineNote="Last 7 days"
      >
        <span>{formatCount(users.today)} today</span>
        <button
          type="button"
          className="stat-link"
          disabled={users.active.length === 0}
          onClick={() => setIsOpen(true)}
        >
          Who is active
        </button>
      </Stat>
      {isOpen && <ActiveUsersDialog users={users.active} total={users.last30Minutes} onClose={close} />}
    </div>
  );
}
