import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from '../components/button.tsx';
import { Card } from '../components/card.tsx';
import { MenuButton } from '../components/menu-button.tsx';
import { Message } from '../components/message.tsx';
import { useToast } from '../components/toasts.tsx';
import { fileName, saveFile } from '../data/save-file.ts';
import { type ChartData, type FormatValue, isEmpty } from './chart-data.ts';
import { chartRows, rowsToCsv } from './chart-rows.ts';
import { ChartTable } from './chart-table.tsx';
import { drawPicture } from './draw-picture.ts';
import { type ChartHandle, TimeChart } from './time-chart.tsx';

export interface ChartCardProps {
  readonly title: string;
  readonly note?: ReactNode;
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
  const { title, note, data, format, formatAxis = format, height = DEFAULT_HEIGHT_PX, emptyText } = card;
  const chart = useRef<ChartHandle>(null);
  const themed = useRef<HTMLDivElement>(null);
  const [isTable, setIsTable] = useState(false);
  const toast = useToast();

  function savePicture(): void {
    const canvas = chart.current?.canvas;
    if (canvas === undefined || themed.current === null) return;
    drawPicture({ title, data, canvas, themed: themed.current })
      .then(picture => saveFile(picture, fileName(title, 'png')))
      .catch((error: Error) => toast(error.message, 'bad'));
  }

  const saveText = (extension: 'csv' | 'json', type: string, text: string) =>
    saveFile(new Blob([text], { type }), fileName(title, extension));
  const actions = (
    <>
      <IconButton
        icon={isTable ? 'chart' : 'list'}
        label={`Show ${isTable ? 'chart' : 'table'} of ${title}`}
        onClick={() => setIsTable(value => !value)}
      />
      <MenuButton icon="download" label={`Save ${title}`} isCompact>
        {!isTable && (
          <button type="button" onClick={savePicture}>
            Picture (PNG)
          </button>
        )}
        <button type="button" onClick={() => saveText('csv', 'text/csv', rowsToCsv(chartRows(data)))}>
          Data (CSV)
        </button>
        <button
          type="button"
          onClick={() => saveText('json', 'application/json', JSON.stringify(chartRows(data), null, 2))}
        >
          Data (JSON)
        </button>
      </MenuButton>
    </>
  );
  const props = { data, format, height };
  const content = isTable ? (
    <ChartTable caption={title} {...props} />
  ) : (
    <TimeChart ref={chart} title={title} formatAxis={formatAxis} {...props} />
  );
  return (
    <Card title={title} note={note} actions={isEmpty(data) ? undefined : actions}>
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
