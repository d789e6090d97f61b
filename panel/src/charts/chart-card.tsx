import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { Message } from '../components/message.tsx';
import { type ChartData, type FormatValue, isEmpty } from './chart-data.ts';
import { chartRows } from './chart-rows.ts';
import { ChartTable } from './chart-table.tsx';
import { drawPicture } from './draw-picture.ts';
import { SaveMenu } from './save-menu.tsx';
import { type ChartHandle, TimeChart } from './time-chart.tsx';

export interface ChartCardProps {
  readonly title: string;
  readonly note?: ReactNode;
  /** What has to be known of the data, above them. */
  readonly notice?: ReactNode;
  readonly data: ChartData;
  readonly format: FormatValue;
  /** @default as `format` */
  readonly formatAxis?: FormatValue;
  /** Px. @default 240 */
  readonly height?: number;
  /** What to do where there is nothing to draw. */
  readonly emptyText: string;
}

const DEFAULT_HEIGHT_PX = 240;

/** A chart with its title; it can be seen as a table, and saved as a picture or a file. */
export function ChartCard(card: ChartCardProps) {
  const { title, data, format, formatAxis = format, height = DEFAULT_HEIGHT_PX, emptyText } = card;
  const chart = useRef<ChartHandle>(null);
  const themed = useRef<HTMLDivElement>(null);
  const [isTable, setIsTable] = useState(false);

  async function drawCard(): Promise<Blob> {
    const canvas = chart.current?.canvas;
    if (canvas === undefined || themed.current === null) throw new Error('The chart is not drawn yet.');
    return drawPicture({ title, data, canvas, themed: themed.current });
  }

  const actions = (
    <>
      <IconButton
        icon={isTable ? 'chart' : 'list'}
        label={`Show ${isTable ? 'chart' : 'table'} of ${title}`}
        onClick={() => setIsTable(value => !value)}
      />
      <SaveMenu title={title} rows={() => chartRows(data)} picture={isTable ? undefined : drawCard} />
    </>
  );
  const props = { data, format, height };
  const content = isTable ? (
    <ChartTable caption={title} {...props} />
  ) : (
    <TimeChart ref={chart} title={title} formatAxis={formatAxis} {...props} />
  );
  return (
    <Card title={title} note={card.note} actions={isEmpty(data) ? undefined : actions}>
      {card.notice}
      <div ref={themed}>
        {isEmpty(data) ? (
          <Message icon="chart" title="Nothing to draw yet">
            <p>{emptyText}</p>
          </Message>
        ) : (
          content
        )}
      </div>
    </Card>
  );
}
