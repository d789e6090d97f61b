import { BarList } from '../../charts/bar-list.tsx';
import { Badge } from '../../components/badge.tsx';
import { Card } from '../../components/card.tsx';
import { Message } from '../../components/message.tsx';
import { Stat } from '../../components/stat.tsx';
import { type Column, Table } from '../../components/table.tsx';
import { Time } from '../../components/time.tsx';
import { toneOf } from '../../data/describe-event.ts';
import { formatCount, formatMilliseconds, formatPercent, NO_NUMBER } from '../../data/format-number.ts';
import { formatDuration } from '../../data/format-time.ts';
import type { UserActivity } from './user-api.ts';

type TypeStats = UserActivity['types'][number];

const COLUMNS: readonly Column<TypeStats>[] = [
  { name: 'type', title: 'Type', render: ({ type }) => <Badge tone={toneOf(type)}>{type}</Badge> },
  {
    name: 'count',
    title: 'Events',
    align: 'end',
    sortBy: ({ count }) => count,
    render: ({ count }) => formatCount(count),
  },
  {
    name: 'duration',
    title: 'Average duration',
    align: 'end',
    sortBy: ({ averageDuration }) => averageDuration,
    render: ({ averageDuration }) =>
      averageDuration === null ? NO_NUMBER : formatMilliseconds(averageDuration),
  },
];

const MAX_TOOLS = 8;

/** What one user did: totals, by type, and the tools. */
export function UserActivityView({ stats, types }: UserActivity) {
  const { start, end } = stats.timeRange;
  const tools = Object.entries(stats.topTools).slice(0, MAX_TOOLS);
  return (
    <>
      <div className="grid grid-numbers">
        <Stat label="Events" value={formatCount(stats.totalEvents)}>
          {start !== null && end !== null && (
            <span>
              <Time value={start} look="date" /> to <Time value={end} look="date" />
            </span>
          )}
        </Stat>
        <Stat label="Errors" value={formatPercent(stats.errorRate)}>
          <span>of all events</span>
        </Stat>
        <Stat label="Tokens" value={formatCount(stats.tokensUsed)}>
          <span>of prompts and answers</span>
        </Stat>
        <Stat
          label="Average session"
          value={
            stats.averageSessionDuration === 0 ? NO_NUMBER : formatDuration(stats.averageSessionDuration)
          }
        >
          <span>of sessions that ended</span>
        </Stat>
      </div>
      <div className="grid grid-wide">
        <Card title="Activity by type" isFlush minHeight={160}>
          {types.length === 0 ? (
            <Message icon="list" title="No events of this user">
              <p>The id has to be written exactly as applications report it.</p>
            </Message>
          ) : (
            <Table caption="Activity by type" columns={COLUMNS} rows={types} rowKey={({ type }) => type} />
          )}
        </Card>
        <Card title="Tools" minHeight={160}>
          {tools.length === 0 ? (
            <Message icon="list" title="No tools were used" />
          ) : (
            <BarList items={tools.map(([name, value]) => ({ name, value }))} format={formatCount} />
          )}
        </Card>
      </div>
    </>
  );
}
