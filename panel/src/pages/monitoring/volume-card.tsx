import { useMemo } from 'react';
import type { TimelineAnswer } from '../../../../src/api/analytics.ts';
import { fetchHours } from '../../api/monitoring.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { CHART_HEIGHT_PX } from '../../charts/time-chart.tsx';
import { Card } from '../../components/card.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { formatCompact, formatCount } from '../../data/format-number.ts';
import { useNow } from '../../data/use-now.ts';
import { useQuery } from '../../data/use-query.ts';
import { buildVolumeChart, startOfTwoDays } from './volume-chart.ts';

const TITLE = 'Message volume';
const HOUR_MS = 3_600_000;
/** Of a chart with its legend. */
const HEIGHT_PX = CHART_HEIGHT_PX + 36;

/** Messages of each of the last 24 hours, beside those of the 24 before. */
export function VolumeCard({ refreshMs }: { readonly refreshMs: number }) {
  const startMs = startOfTwoDays(useNow(HOUR_MS));
  const from = new Date(startMs).toISOString();
  const query = useQuery(`volume ${from}`, signal => fetchHours(from, signal), { refreshMs });
  if (query.data !== undefined) return <VolumeChart answer={query.data} startMs={startMs} />;
  return (
    <Card title={TITLE}>
      <Loaded query={query} skeleton={HEIGHT_PX}>
        {() => null}
      </Loaded>
    </Card>
  );
}

interface VolumeChartProps {
  readonly answer: TimelineAnswer;
  readonly startMs: number;
}

function VolumeChart({ answer, startMs }: VolumeChartProps) {
  const data = useMemo(() => buildVolumeChart(answer, startMs), [answer, startMs]);
  return (
    <ChartCard
      title={TITLE}
      data={data}
      format={formatCount}
      formatAxis={formatCompact}
      emptyText="Events of the types chat and message are counted here."
    />
  );
}
