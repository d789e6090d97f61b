import type { Incident, IncidentPage, IncidentState } from '../../../src/api/incidents.ts';
import { requestJson } from './request.ts';

const PATH = '/api/v1/incidents';

export const fetchIncidents = (state: IncidentState, cursor: string | undefined, signal?: AbortSignal) =>
  requestJson<IncidentPage>(PATH, { query: { state, cursor, limit: 100 }, signal });

export const fetchIncident = (id: string, signal: AbortSignal) =>
  requestJson<Incident>(`${PATH}/${encodeURIComponent(id)}`, { signal });

/** Says that somebody looks after it. */
export const acknowledgeIncident = (id: string, note: string) =>
  requestJson<Incident>(`${PATH}/${encodeURIComponent(id)}/acknowledge`, {
    method: 'POST',
    body: note === '' ? {} : { note },
  });
