import { EXPORT_FORMATS } from '../../../../src/api/events.ts';
import { buildUrl } from '../../api/request.ts';
import { MenuButton } from '../../components/menu-button.tsx';
import { type EventFilter, parametersOf } from './event-filter.ts';

const TITLES = {
  csv: 'CSV, for spreadsheets',
  json: 'JSON',
  ndjson: 'NDJSON, one event in each line',
} as const;

/** Saves all events of the filter, also those that are not shown yet. */
export function EventExport({ filter }: { readonly filter: EventFilter }) {
  const parameters = parametersOf(filter, new Date());
  return (
    <MenuButton icon="download" label="Export">
      {EXPORT_FORMATS.map(format => (
        <a key={format} href={buildUrl('/api/v1/monitoring/export', { ...parameters, format })} download>
          {TITLES[format]}
        </a>
      ))}
    </MenuButton>
  );
}
