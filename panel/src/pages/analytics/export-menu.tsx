import { MAX_EXPORTED_HOURS } from '../../../../src/api/dashboard.ts';
import { buildUrl } from '../../api/request.ts';
import { rowsToCsv } from '../../charts/chart-rows.ts';
import { MenuButton } from '../../components/menu-button.tsx';
import { fileName, saveFile } from '../../data/save-file.ts';
import type { Analytics } from './analytics-data.ts';

const HOUR_MS = 3_600_000;

/** Saves what the page shows, or what was counted each hour. */
export function ExportMenu({ data }: { readonly data: Analytics }) {
  const { overview, timeline, users, heatmap } = data;
  const { from, to } = overview.range;
  const save = (extension: 'csv' | 'json', type: string, text: string) =>
    saveFile(new Blob([text], { type }), fileName('analytics', extension));
  const hours = (Date.parse(to) - Date.parse(from)) / HOUR_MS;
  const hourly = (format: string) => buildUrl('/api/monitoring/export', { from, to, format });
  return (
    <MenuButton icon="download" label="Export">
      <button
        type="button"
        onClick={() => save('csv', 'text/csv', rowsToCsv(timeline.points.map(point => ({ ...point }))))}
      >
        Timeline (CSV)
      </button>
      <button
        type="button"
        onClick={() =>
          save('json', 'application/json', JSON.stringify({ overview, timeline, users, heatmap }, null, 2))
        }
      >
        Everything on this page (JSON)
      </button>
      {hours <= MAX_EXPORTED_HOURS && (
        <>
          <a href={hourly('csv')} download>
            Hourly metrics (CSV)
          </a>
          <a href={hourly('json')} download>
            Hourly metrics (JSON)
          </a>
        </>
      )}
    </MenuButton>
  );
}
