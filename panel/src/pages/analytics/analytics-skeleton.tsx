import { Skeleton } from '../../components/skeleton.tsx';

const INDICATOR_HEIGHT_PX = 159;
const TOOLBAR_HEIGHT_PX = 36;
const CHART_HEIGHT_PX = 346;
/** Of the list of users, and of the map beside it. */
const LIST_HEIGHT_PX = 454;

/** Keeps the places of the page's parts. */
export function AnalyticsSkeleton() {
  return (
    <>
      <div className="grid">
        <Skeleton height={INDICATOR_HEIGHT_PX} />
        <Skeleton height={INDICATOR_HEIGHT_PX} />
        <Skeleton height={INDICATOR_HEIGHT_PX} />
      </div>
      <Skeleton height={TOOLBAR_HEIGHT_PX} />
      <Skeleton height={CHART_HEIGHT_PX} />
      <div className="grid grid-wide">
        <Skeleton height={CHART_HEIGHT_PX} />
        <Skeleton height={CHART_HEIGHT_PX} />
      </div>
      <div className="grid grid-wide">
        <Skeleton height={LIST_HEIGHT_PX} />
        <Skeleton height={LIST_HEIGHT_PX} />
      </div>
    </>
  );
}
