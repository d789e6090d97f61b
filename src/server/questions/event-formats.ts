import { stringify } from 'csv-stringify/sync';
import type { ExportFormatName } from '../../api/events.ts';
import type { ActivityEvent } from '../../events/index.ts';

/** How a list that is too long for memory becomes text. */
export interface ExportFormat<Row> {
  readonly contentType: string;
  readonly begin: string;
  /** @param isFirst whether nothing came before. */
  readonly write: (rows: readonly Row[], isFirst: boolean) => string;
  readonly end: string;
}

const csvColumns = [
  'id',
  'timestamp',
  'type',
  'event',
  'userId',
  'sessionId',
  'application',
  'environment',
  'instance',
  'data',
];

/** A cell that a spreadsheet would take for a formula gets an apostrophe in front. */
export function writeCsv(rows: readonly object[]): string {
  return stringify([...rows], { escape_formulas: true, record_delimiter: '\r\n' });
}

function csvRow(event: ActivityEvent): object {
  const { application, environment, instance } = event.source;
  return Object.values({
    id: event.id,
    timestamp: event.timestamp,
    type: event.type,
    event: event.event,
    userId: event.userId,
    sessionId: event.sessionId,
    application,
    environment,
    instance,
    data: JSON.stringify(event.data),
  });
}

/** Formats of events. CSV has the data of an event as JSON in one column. */
export const eventFormats: Readonly<Record<ExportFormatName, ExportFormat<ActivityEvent>>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    begin: writeCsv([csvColumns]),
    write: events => writeCsv(events.map(csvRow)),
    end: '',
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    begin: '[',
    write: (events, isFirst) =>
      (isFirst ? '\n' : ',\n') + events.map(event => JSON.stringify(event)).join(',\n'),
    end: '\n]\n',
  },
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    begin: '',
    write: events => events.map(event => `${JSON.stringify(event)}\n`).join(''),
    end: '',
  },
};

/** The text of a list that comes in pages; asked for as it is sent, so that one page is in memory at a time. */
export async function* formatPages<Row>(
  { begin, write, end }: ExportFormat<Row>,
  pages: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string, void> {
  yield begin;
  let isFirst = true;
  for await (const page of pages) {
    yield write(page, isFirst);
    isFirst = false;
  }
  yield end;
}
