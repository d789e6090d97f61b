import type { PoolClient } from 'pg';
import type { StoredEvent } from './stored-event.ts';

const INSERT = `
INSERT INTO system_metrics (id, cpu_usage, memory_usage, queue_length, active_requests, "timestamp", source)
SELECT * FROM unnest($1::uuid[], $2::double precision[], $3::double precision[], $4::integer[], $5::integer[],
  $6::timestamptz[], $7::jsonb[])
ON CONFLICT DO NOTHING`;

/** What `insertSystemMetrics` is given of samples. */
export function systemMetricValues(samples: readonly StoredEvent[]): readonly unknown[] {
  const numbers = (name: string) =>
    samples.map(({ event }) => {
      const value = event.data[name];
      return typeof value === 'number' ? value : null;
    });
  return [
    samples.map(({ rowId }) => rowId),
    numbers('cpuUsage'),
    numbers('memoryUsage'),
    numbers('queueLength').map(roundOrNull),
    numbers('activeRequests').map(roundOrNull),
    samples.map(({ event }) => event.timestamp),
    samples.map(({ event }) => JSON.stringify(event.source)),
  ];
}

/** Keeps samples of hosts. @returns how many were new */
export async function insertSystemMetrics(client: PoolClient, values: readonly unknown[]): Promise<number> {
  const { rowCount } = await client.query({
    name: 'insert-system-metrics',
    text: INSERT,
    values: [...values],
  });
  return rowCount ?? 0;
}

function roundOrNull(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}
