import { type ReactNode, useMemo } from 'react';
import type { TimelineAnswer } from '../../../../src/api/analytics.ts';
import { fetchHours } from '../../api/monitoring.ts';
import { ChartCard } from '../../charts/chart-card.tsx';
import { Card } from '../../components/card.tsx';
import { Loaded, StaleNotice } from '../../components/loaded.tsx';
import { formatCompact, formatCount } from '../../data/format-number.ts';
import { useQuery } from '../../data/use-query.ts';
import { buildTwoDaysChart, startOfTwoDays } from './two-days-chart.ts';

const TITLE = 'Message volume';
/** About as high as the list of parts beside it. */
const CHART_PX = 360;
/** Of a chart with its legend. */
const HEIGHT_PX = CHART_PX + 36;

/** Messages of each of the last 24 hours, beside those of the 24 before. */
export function VolumeCard({ refreshMs }: { readonly refreshMs: number }) {
  const fetchTwoDays = (signal: AbortSignal) =>
    fetchHours(new Date(startOfTwoDays(Date.now())).toISOString(), signal);
  const query = useQuery('volume', fetchTwoDays, { refreshMs });
  if (query.data === undefined) {
    return (
      <Card title={TITLE}>
        <Loaded query={query} skeleton={HEIGHT_PX}>
          {() => null}
        </Loaded>
      </Card>
    );
  }
  return <VolumeChart answer={query.data} notice={<StaleNotice query={query} />} />;
}

interface VolumeChartProps {
  readonly answer: TimelineAnswer;
  readonly notice: ReactNode;
}

function VolumeChart({ answer, notice }: VolumeChartProps) {
  const data = useMemo(() => buildTwoDaysChart(answer), [answer]);
  return (
    <ChartCard
      title={TITLE}
      notice={notice}
      data={data}
      format={formatCount}
      formatAxis={formatCompact}
      height={CHART_PX}
      emptyText="Events of the types chat and message are counted here."
    />
  );
}
