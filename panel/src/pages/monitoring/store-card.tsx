import type { DashboardAnswer } from '../../../../src/api/dashboard.ts';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Ago } from '../../components/time.tsx';
import { formatBytes, formatCount } from '../../data/format-number.ts';

const HEIGHT_PX = 116;

/** Where the events are kept. */
export function StoreCard({ store }: { readonly store: DashboardAnswer['store'] | undefined }) {
  return (
    <Card title="Store" minHeight={HEIGHT_PX}>
      {store === undefined ? (
        <Skeleton height={HEIGHT_PX} />
      ) : (
        <Facts
          items={[
            { name: 'Size', value: formatBytes(store.sizeBytes) },
            { name: 'Last stored', value: store.lastStoredAt && <Ago value={store.lastStoredAt} /> },
            { name: 'Connections', value: formatCount(store.connections) },
            { name: 'Dead letters', value: formatCount(store.deadLetters) },
          ]}
        />
      )}
    </Card>
  );
}
