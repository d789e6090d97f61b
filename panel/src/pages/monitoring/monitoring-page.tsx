import './monitoring.css';
import { fetchDashboard, fetchHealth } from '../../api/monitoring.ts';
import { Loaded } from '../../components/loaded.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useQuery } from '../../data/use-query.ts';
import { useLiveState } from '../../live/live-context.tsx';
import { ErrorsCard } from './errors-card.tsx';
import { HealthCard } from './health-card.tsx';
import { KeyNumbers } from './key-numbers.tsx';
import { MessagesCard } from './messages-card.tsx';
import { OverallHealth } from './overall-health.tsx';
import { StoreCard } from './store-card.tsx';
import { VolumeCard } from './volume-card.tsx';

const REFRESH_MS = 30_000;
/** Where nothing is told, it is asked for more often. */
const POLLED_REFRESH_MS = 10_000;

/** How everything is: its health, its numbers of the last day, and what is said now. */
export function MonitoringPage() {
  const refreshMs = useLiveState().way === 'polling' ? POLLED_REFRESH_MS : REFRESH_MS;
  const dashboard = useQuery('dashboard', fetchDashboard, { refreshMs });
  const health = useQuery('health', fetchHealth, { refreshMs });
  // What is under way has the new numbers too, or nearly.
  const onMetrics = () => {
    if (!dashboard.isLoading) dashboard.reload();
  };
  return (
    <>
      <PageHead title="Monitoring">
        <OverallHealth query={health} />
      </PageHead>
      <Loaded query={dashboard} skeleton={<NumbersSkeleton />}>
        {data => <KeyNumbers dashboard={data} />}
      </Loaded>
      <div className="monitoring-row monitoring-charts">
        <VolumeCard refreshMs={refreshMs} />
        <HealthCard query={health} />
      </div>
      <div className="monitoring-row">
        <MessagesCard onHealth={health.reload} onMetrics={onMetrics} />
        <div className="stack">
          <ErrorsCard query={dashboard} />
          <StoreCard query={dashboard} />
        </div>
      </div>
    </>
  );
}

const NUMBER_HEIGHT_PX = 181;

function NumbersSkeleton() {
  return (
    <div className="grid key-numbers">
      <Skeleton height={NUMBER_HEIGHT_PX} />
      <Skeleton height={NUMBER_HEIGHT_PX} />
      <Skeleton height={NUMBER_HEIGHT_PX} />
      <Skeleton height={NUMBER_HEIGHT_PX} />
    </div>
  );
}
