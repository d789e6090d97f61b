import type { CurrentAlerts } from '../../../src/api/incidents.ts';
import { requestJson } from './request.ts';

/** What Alertmanager says of its alerts now; of the incidents where it cannot be asked. */
export const fetchCurrentAlerts = (signal: AbortSignal) =>
  requestJson<CurrentAlerts>('/api/v1/alerts', { signal });
