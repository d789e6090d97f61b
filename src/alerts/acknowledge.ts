import type { Pool } from 'pg';
import type { Incident } from '../api/incidents.ts';
import { AiwatchError } from '../errors.ts';
import {
  type Acknowledgement,
  acknowledgeIncident,
  appendAction,
  findIncident,
  inTransaction,
} from '../store/index.ts';

/** Says in the audit trail and in the incident that somebody knows of it. Throws INCIDENT_UNKNOWN. */
export async function acknowledge(pool: Pool, acknowledgement: Acknowledgement): Promise<Incident> {
  const { id, by } = acknowledgement;
  if ((await findIncident(pool, id)) === undefined) throw unknownIncident(id);
  return inTransaction(pool, async client => {
    // First the trail, as whoever erases does: the other way round two would wait for each other.
    await appendAction(client, {
      action: 'incidents.acknowledge',
      actor: by,
      details: { incident: id },
    });
    const incident = await acknowledgeIncident(client, acknowledgement);
    if (incident === undefined) throw unknownIncident(id);
    return incident;
  });
}

/** The error for an id that no incident has. */
export function unknownIncident(id: string): AiwatchError {
  return new AiwatchError('INCIDENT_UNKNOWN', { where: 'incident', field: 'id', found: id });
}
