import type { Pool } from 'pg';
import type { IncidentPage, IncidentState } from '../../api/incidents.ts';
import { formatCursor, parseCursor } from './event-cursor.ts';
import { INCIDENT_COLUMNS, type IncidentRow, incidentOf } from './incident-row.ts';
import type { OpenRange } from './time-range.ts';

/** Which incidents: those that began in the range. */
export interface IncidentQuestion extends OpenRange {
  /** @default both */
  readonly state?: IncidentState | undefined;
  readonly severity?: string | undefined;
  /** 1 to 1000. */
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
}

const SELECT = `
SELECT ${INCIDENT_COLUMNS} FROM incidents
WHERE ($1::text IS NULL OR ($1 = 'open') = (resolved_at IS NULL))
  AND ($2::text IS NULL OR severity = $2)
  AND ($3::timestamptz IS NULL OR starts_at >= $3)
  AND ($4::timestamptz IS NULL OR starts_at < $4)
  AND ($5::timestamptz IS NULL OR (starts_at, id) < ($5, $6::uuid))
ORDER BY starts_at DESC, id DESC
LIMIT $7::int + 1`;

/** A page of incidents, the newest first. Throws CURSOR_INVALID. */
export async function listIncidents(pool: Pool, question: IncidentQuestion): Promise<IncidentPage> {
  const { state, severity, from, to, limit, cursor } = question;
  const position = cursor === undefined ? undefined : parseCursor(cursor);
  const { rows } = await pool.query<IncidentRow>(SELECT, [
    state ?? null,
    severity ?? null,
    from ?? null,
    to ?? null,
    position === undefined ? null : `${position.at}Z`,
    position?.id ?? null,
    limit,
  ]);
  const listed = rows.slice(0, limit);
  const last = listed.at(-1);
  return {
    incidents: listed.map(incidentOf),
    nextCursor: rows.length > limit && last !== undefined ? formatCursor(last) : null,
  };
}
