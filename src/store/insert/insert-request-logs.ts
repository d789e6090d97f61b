import type { PoolClient } from 'pg';
import type { StoredEvent } from './stored-event.ts';

const INSERT = `
INSERT INTO request_logs
  (id, path, method, status_code, process_time, user_id, api_key_id, client_ip, "timestamp", source)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::double precision[], $6::text[], $7::text[],
  $8::text[], $9::timestamptz[], $10::jsonb[])
ON CONFLICT DO NOTHING`;

/** What `insertRequestLogs` is given of the requests among events; undefined where there are none. */
export function requestLogValues(events: readonly StoredEvent[]): readonly unknown[] | undefined {
  const requests = events.filter(({ event }) => event.type === 'request');
  if (requests.length === 0) return undefined;
  const dataOf = (name: string) => requests.map(({ event }) => event.data[name] ?? null);
  return [
    requests.map(({ rowId }) => rowId),
    requests.map(({ event }) => String(event.data['path'] ?? '')),
    requests.map(({ event }) => String(event.data['method'] ?? '')),
    requests.map(({ event }) => event.data['statusCode'] ?? 0),
    requests.map(({ event }) => event.data['processTime'] ?? 0),
    requests.map(({ event }) => event.userId),
    dataOf('apiKeyId'),
    dataOf('clientIp'),
    requests.map(({ event }) => event.timestamp),
    requests.map(({ event }) => JSON.stringify(event.source)),
  ];
}

/** Keeps the requests of a batch in `request_logs` too. */
export async function insertRequestLogs(client: PoolClient, values: readonly unknown[]): Promise<void> {
  await client.query({ name: 'insert-request-logs', text: INSERT, values: [...values] });
}
