import { Skeleton } from '../../components/skeleton.tsx';

const INDICATOR_HEIGHT_PX = 178;
const CHART_HEIGHT_PX = 330;

/** Keeps the places of the page's parts. */
export function AnalyticsSkeleton() {
  return (
    <>
      <div className="grid">
        <Skeleton height={INDICATOR_HEIGHT_PX} />
        <Skeleton height={INDICATOR_HEIGHT_PX} />
        <Skeleton height={INDICATOR_HEIGHT_PX} />
      </div>
      <Skeleton height={CHART_HEIGHT_PX} />
      <div className="grid grid-wide">
        <Skeleton height={CHART_HEIGHT_PX} />
        <Skeleton height={CHART_HEIGHT_PX} />
      </div>
    </>
  );
}
