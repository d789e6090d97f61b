import { useMemo } from 'react';
import type { HeatmapAnswer, HeatmapAnswerCell } from '../../../../src/api/analytics.ts';
import { heatRows, weekdaysIn } from '../../charts/heat-level.ts';
import { HeatMap } from '../../charts/heat-map.tsx';
import { SaveMenu } from '../../charts/save-menu.tsx';
import { Card } from '../../components/card.tsx';
import { formatCount } from '../../data/format-number.ts';

const TITLE = 'Busy hours';

const rowOf = ({ weekday, hour, events, messages }: HeatmapAnswerCell) => ({
  weekday,
  hour,
  events,
  messages,
});

/** When in the week people write. */
export function HeatCard({ heatmap }: { readonly heatmap: HeatmapAnswer }) {
  const { cells, range } = heatmap;
  const rows = useMemo(() => heatRows(cells), [cells]);
  return (
    <Card
      title={TITLE}
      note="Messages by weekday and hour"
      actions={<SaveMenu title={TITLE} rows={() => cells.map(rowOf)} />}
    >
      <HeatMap
        caption="Messages by weekday and hour"
        rows={rows}
        days={weekdaysIn(range)}
        format={formatCount}
      />
    </Card>
  );
}
