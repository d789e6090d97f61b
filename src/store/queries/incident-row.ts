import type { Incident } from '../../api/incidents.ts';

/** Columns of {@link IncidentRow}. */
export const INCIDENT_COLUMNS = `id, fingerprint, name, severity, labels, annotations, runbook_url, generator_url, starts_at,
  opened_at, updated_at, resolved_at, notifications, acknowledged_at, acknowledged_by, note,
  to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') AS at`;

export interface IncidentRow
  extends Pick<
    Incident,
    'id' | 'fingerprint' | 'name' | 'severity' | 'labels' | 'annotations' | 'notifications' | 'note'
  > {
  readonly runbook_url: string | null;
  readonly generator_url: string | null;
  readonly starts_at: Date;
  readonly opened_at: Date;
  readonly updated_at: Date;
  readonly resolved_at: Date | null;
  readonly acknowledged_at: Date | null;
  readonly acknowledged_by: string | null;
  /** The time of `starts_at` with microseconds, which a Date does not have. */
  readonly at: string;
}

export function incidentOf(row: IncidentRow): Incident {
  return {
    id: row.id,
    fingerprint: row.fingerprint,
    state: row.resolved_at === null ? 'open' : 'resolved',
    name: row.name,
    severity: row.severity,
    labels: row.labels,
    annotations: row.annotations,
    runbookUrl: row.runbook_url,
    generatorUrl: row.generator_url,
    startsAt: row.starts_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    notifications: row.notifications,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    acknowledgedBy: row.acknowledged_by,
    note: row.note,
  };
}
