import type { DashboardAnswer } from '../../../../src/api/dashboard.ts';
import { Card } from '../../components/card.tsx';
import { Facts } from '../../components/facts.tsx';
import { Ago } from '../../components/time.tsx';
import { formatBytes, formatCount } from '../../data/format-number.ts';
import type { Query } from '../../data/use-query.ts';
import { Unknown } from './unknown.tsx';

const HEIGHT_PX = 116;

/** Where the events are kept. */
export function StoreCard({ query }: { readonly query: Query<DashboardAnswer> }) {
  const store = query.data?.store;
  return (
    <Card title="Store" minHeight={HEIGHT_PX}>
      {store === undefined ? (
        <Unknown hasFailed={query.error !== undefined} height={HEIGHT_PX} />
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
