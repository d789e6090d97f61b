import type { Period, RequestStatsAnswer, SystemStatsAnswer } from '../../../../src/api/admin-stats.ts';
import { requestJson } from '../../api/request.ts';
import { Loaded } from '../../components/loaded.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Segments } from '../../components/segments.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../data/use-query.ts';
import { type UrlState, useUrlState } from '../../data/use-url-state.ts';
import { SystemContent, type SystemData } from './system-content.tsx';

const PERIODS: readonly { readonly value: Period; readonly title: string }[] = [
  { value: 'hour', title: 'Hour' },
  { value: 'day', title: 'Day' },
  { value: 'week', title: 'Week' },
  { value: 'month', title: 'Month' },
];
const DEFAULTS: UrlState<'period'> = { period: 'day' };

/** As often as applications report. */
const REFRESH_MS = 30_000;

async function loadSystem(period: Period, signal: AbortSignal): Promise<SystemData> {
  const get = <T,>(name: string) => requestJson<T>(`/api/admin/stats/${name}`, { query: { period }, signal });
  const [requests, system] = await Promise.all([
    get<RequestStatsAnswer>('requests'),
    get<SystemStatsAnswer>('system'),
  ]);
  return { requests, system };
}

/** How the service does: requests, errors, the host and the queue. */
export function SystemPage() {
  const [state, change] = useUrlState(DEFAULTS);
  const period = PERIODS.find(({ value }) => value === state.period)?.value ?? 'day';
  const query = useQuery(`system ${period}`, signal => loadSystem(period, signal), { refreshMs: REFRESH_MS });
  return (
    <>
      <PageHead title="System">
        <Segments
          legend="Period"
          options={PERIODS}
          value={period}
          onChange={value => change({ period: value })}
        />
      </PageHead>
      <Loaded query={query} skeleton={<SystemSkeleton />}>
        {data => <SystemContent {...data} />}
      </Loaded>
    </>
  );
}

const STAT_HEIGHT_PX = 115;
const CHART_HEIGHT_PX = 346;
/** Of the card of endpoints, which is as high for one as for five. */
const ENDPOINTS_HEIGHT_PX = 264;

/** Keeps the places of the page's parts. */
function SystemSkeleton() {
  return (
    <>
      <div className="stack grid-numbers">
        <StatsSkeleton />
        <StatsSkeleton />
      </div>
      <div className="grid grid-wide">
        <Skeleton height={CHART_HEIGHT_PX} />
        <Skeleton height={CHART_HEIGHT_PX} />
      </div>
      <Skeleton height={ENDPOINTS_HEIGHT_PX} />
    </>
  );
}

function StatsSkeleton() {
  return (
    <div className="grid">
      <Skeleton height={STAT_HEIGHT_PX} />
      <Skeleton height={STAT_HEIGHT_PX} />
      <Skeleton height={STAT_HEIGHT_PX} />
    </div>
  );
}
