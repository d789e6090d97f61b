import { useMemo } from 'react';
import type { HeatmapAnswerCell } from '../../../../src/api/analytics.ts';
import { heatRows } from '../../charts/heat-level.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import { Card } from '../../components/card.tsx';
import { formatCount } from '../../data/format-number.ts';

/** When in the week people write. */
export function HeatCard({ cells }: { readonly cells: readonly HeatmapAnswerCell[] }) {
  const rows = useMemo(() => heatRows(cells), [cells]);
  return (
    <Card title="Busy hours" note="Messages by weekday and hour">
      <HeatMap caption="Messages by weekday and hour" rows={rows} format={formatCount} />
    </Card>
  );
}
