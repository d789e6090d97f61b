import type { Incident, IncidentPage, IncidentState } from '../../../src/api/incidents.ts';
import type { ListPage } from '../data/use-pages.ts';
import { requestJson } from './request.ts';

const PATH = '/api/v1/incidents';
const PAGE_INCIDENTS = 100;

/** A page of the incidents of a state, the newest first. */
export async function fetchIncidents(
  state: IncidentState,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<ListPage<Incident>> {
  const { incidents, nextCursor } = await requestJson<IncidentPage>(PATH, {
    query: { state, cursor, limit: PAGE_INCIDENTS },
    signal,
  });
  return { items: incidents, next: nextCursor };
}

export const fetchIncident = (id: string, signal: AbortSignal) =>
  requestJson<Incident>(`${PATH}/${encodeURIComponent(id)}`, { signal });

/** Says that somebody looks after it. */
export const acknowledgeIncident = (id: string, note: string) =>
  requestJson<Incident>(`${PATH}/${encodeURIComponent(id)}/acknowledge`, {
    method: 'POST',
    body: note === '' ? {} : { note },
  });
