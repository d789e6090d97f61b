import type { PoolClient } from 'pg';
import type { Incident } from '../../api/incidents.ts';
import { INCIDENT_COLUMNS, type IncidentRow, incidentOf } from './incident-row.ts';

export interface Acknowledgement {
  readonly id: string;
  /** Who knows of it: the id of a user, or `token:…`. */
  readonly by: string;
  readonly note?: string | undefined;
}

const UPDATE = `
UPDATE incidents SET acknowledged_at = now(), acknowledged_by = $2, note = $3 WHERE id = $1
RETURNING ${INCIDENT_COLUMNS}`;

/** Says that somebody knows of an incident; the last one who does counts. @returns undefined where there is none */
export async function acknowledgeIncident(
  client: PoolClient,
  { id, by, note }: Acknowledgement,
): Promise<Incident | undefined> {
  const { rows } = await client.query<IncidentRow>(UPDATE, [id, by, note ?? null]);
  return rows[0] && incidentOf(rows[0]);
}
