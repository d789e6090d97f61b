import type { Pool } from 'pg';
import type { Incident } from '../../api/incidents.ts';

/** What a notification says of one alert. */
export interface IncidentReport
  extends Pick<
    Incident,
    | 'fingerprint'
    | 'startsAt'
    | 'name'
    | 'severity'
    | 'labels'
    | 'annotations'
    | 'runbookUrl'
    | 'generatorUrl'
  > {
  /** When it ended; undefined while it fires. */
  readonly resolvedAt: string | undefined;
}

/**
 * Of two Alertmanagers the second notifies 15 s after the first. What fires so soon after its end was sent before it;
 * later, the alert fires again from the same beginning, as it does after Prometheus was away for a while.
 */
const LATE = "interval '60 seconds'";

/** Fires again, with what was known of it. */
const IS_REOPENED = `(EXCLUDED.resolved_at IS NULL AND i.resolved_at IS NOT NULL AND i.resolution_received_at < now() - ${LATE})`;

const keepUnlessReopened = (column: string) => `CASE WHEN ${IS_REOPENED} THEN NULL ELSE i.${column} END`;

/** In the order of the key, so that two that come at once do not wait for each other. */
const UPSERT = `
INSERT INTO incidents AS i (fingerprint, starts_at, name, severity, labels, annotations, runbook_url, generator_url,
  resolved_at, resolution_received_at)
SELECT fingerprint, "startsAt", name, severity, labels, annotations, "runbookUrl", "generatorUrl", "resolvedAt",
  CASE WHEN "resolvedAt" IS NOT NULL THEN now() END
FROM jsonb_to_recordset($1::jsonb) AS reported (fingerprint text, "startsAt" timestamptz, name text, severity text,
  labels jsonb, annotations jsonb, "runbookUrl" text, "generatorUrl" text, "resolvedAt" timestamptz)
ORDER BY fingerprint, "startsAt"
ON CONFLICT (fingerprint, starts_at) DO UPDATE SET
  name = EXCLUDED.name,
  severity = EXCLUDED.severity,
  labels = EXCLUDED.labels,
  annotations = EXCLUDED.annotations,
  runbook_url = EXCLUDED.runbook_url,
  generator_url = EXCLUDED.generator_url,
  updated_at = now(),
  notifications = i.notifications + 1,
  resolved_at = CASE WHEN ${IS_REOPENED} THEN NULL ELSE coalesce(i.resolved_at, EXCLUDED.resolved_at) END,
  resolution_received_at = CASE WHEN ${IS_REOPENED} THEN NULL
    ELSE coalesce(i.resolution_received_at, EXCLUDED.resolution_received_at) END,
  acknowledged_at = ${keepUnlessReopened('acknowledged_at')},
  acknowledged_by = ${keepUnlessReopened('acknowledged_by')},
  note = ${keepUnlessReopened('note')}`;

/**
 * Keeps what a notification says: each alert is opened, updated or resolved. The same one again changes no more than the
 * count of notifications, and one that comes after the end of its alert does not open it anew.
 * @param reports each fingerprint and beginning once
 */
export async function recordIncidents(pool: Pool, reports: readonly IncidentReport[]): Promise<void> {
  if (reports.length > 0) await pool.query(UPSERT, [JSON.stringify(reports)]);
}
