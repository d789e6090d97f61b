import { Skeleton } from '../../components/skeleton.tsx';

const ROWS = Array.from({ length: 12 }, (_, index) => index);

export function ActivitySkeleton() {
  return (
    <div className="activity-skeleton">
      {ROWS.map(row => (
        <Skeleton key={row} height={20} />
      ))}
    </div>
  );
}
