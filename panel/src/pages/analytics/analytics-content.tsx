import '../../components/toolbar.css';
import { useMemo } from 'react';
import type { Interval } from '../../../../src/api/analytics.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { DURATION_STEPS } from '../../charts/scale-steps.ts';
import { Segments } from '../../components/segments.tsx';
import { formatCompact, formatCount, formatMilliseconds } from '../../data/format-number.ts';
import { viewerTimeZone } from '../../data/format-time.ts';
import { buildLineChart, buildVolumeChart } from './analytics-charts.ts';
import type { Analytics } from './analytics-data.ts';
import { ExportMenu } from './export-menu.tsx';
import { HeatCard } from './heat-card.tsx';
import { goesOn, intervalsOf, nameBefore, nameCompared } from './interval-choice.ts';
import { KeyNumber } from './key-number.tsx';
import { TopUsersCard } from './top-users-card.tsx';

export interface AnalyticsContentProps {
  readonly data: Analytics;
  readonly days: number;
  readonly interval: Interval;
  /** Whether charts show the period before. */
  readonly isCompared: boolean;
  readonly onChange: (change: { readonly by?: string; readonly compare?: string }) => void;
}

const EMPTY =
  'Events of the types chat and message appear here. Choose a longer range, or connect an application.';

/** The numbers of a range: indicators, charts, users and the map of the week. */
export function AnalyticsContent({ data, days, interval, isCompared, onChange }: AnalyticsContentProps) {
  const { overview, timeline, users, heatmap } = data;
  // Where counts of the period before are gone in part, its course would be wrong.
  const isKept = overview.messages.previous !== null;
  const previous = isCompared && isKept ? data.previous : undefined;
  const charts = useMemo(
    () => ({
      volume: buildVolumeChart(timeline, previous),
      users: buildLineChart(timeline, previous, {
        name: 'users',
        label: 'Users',
        color: '--chart-2',
        measure: point => point.users,
      }),
      response: buildLineChart(timeline, previous, {
        name: 'average_response_time_ms',
        label: 'Average response time',
        color: '--chart-4',
        measure: point => point.averageResponseTime,
        steps: DURATION_STEPS,
      }),
    }),
    [timeline, previous],
  );
  const before = nameCompared(days, overview);
  const counted = { before, format: formatCount, isGrowing: goesOn(overview) };
  return (
    <>
      <div className="grid">
        <KeyNumber label="Total messages" of={overview.messages} {...counted} />
        <KeyNumber label="Unique users" of={overview.users} {...counted} />
        <KeyNumber
          label="Average response time"
          of={overview.averageResponseTime}
          format={formatMilliseconds}
          better="down"
          before={before}
        />
      </div>
      <div className="toolbar">
        <Segments
          legend="Points of the charts"
          options={intervalsOf(days)}
          value={interval}
          onChange={by => onChange({ by })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={isCompared}
            onChange={event => onChange({ compare: event.currentTarget.checked ? 'yes' : 'no' })}
          />
          Compare with {nameBefore(days)}
        </label>
        <span className="toolbar-end muted">Times in {viewerTimeZone()}</span>
        <ExportMenu data={data} />
      </div>
      <ChartCard
        title="Message volume"
        data={charts.volume}
        format={formatCount}
        formatAxis={formatCompact}
        emptyText={EMPTY}
      />
      <div className="grid grid-wide">
        <ChartCard
          title="Users over time"
          data={charts.users}
          format={formatCount}
          formatAxis={formatCompact}
          emptyText={EMPTY}
        />
        <ChartCard
          title="Response time"
          data={charts.response}
          format={formatMilliseconds}
          emptyText={EMPTY}
        />
      </div>
      <div className="grid grid-wide">
        <HeatCard heatmap={heatmap} />
        <TopUsersCard answer={users} from={overview.range.from} />
      </div>
    </>
  );
}
