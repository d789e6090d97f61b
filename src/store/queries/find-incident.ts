import type { Pool } from 'pg';
import type { Incident } from '../../api/incidents.ts';
import { INCIDENT_COLUMNS, type IncidentRow, incidentOf } from './incident-row.ts';

const SELECT = `SELECT ${INCIDENT_COLUMNS} FROM incidents WHERE id = $1`;

/** @param id a UUID */
export async function findIncident(pool: Pool, id: string): Promise<Incident | undefined> {
  const { rows } = await pool.query<IncidentRow>(SELECT, [id]);
  return rows[0] && incidentOf(rows[0]);
}
