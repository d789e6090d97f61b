import type { StatsAnswer, UserStatsAnswer } from '../../../../src/api/events.ts';
import type { ConsentAnswer, ErasureAnswer, RecordedConsent } from '../../../../src/api/privacy.ts';
import { requestJson } from '../../api/request.ts';

const privacyPath = (userId: string) => `/api/v1/privacy/users/${encodeURIComponent(userId)}`;

/** What is known of what a user did. */
export interface UserActivity {
  readonly stats: StatsAnswer['stats'];
  readonly types: UserStatsAnswer['types'];
}

export async function loadUserActivity(userId: string, signal: AbortSignal): Promise<UserActivity> {
  const [{ stats }, { types }] = await Promise.all([
    requestJson<StatsAnswer>('/api/v1/monitoring/stats', { query: { userId }, signal }),
    requestJson<UserStatsAnswer>(`/api/v1/monitoring/users/${encodeURIComponent(userId)}/stats`, { signal }),
  ]);
  return { stats, types };
}

export const loadConsent = (userId: string, signal: AbortSignal) =>
  requestJson<ConsentAnswer>(`${privacyPath(userId)}/consent`, { signal });

export const recordConsent = (userId: string, granted: boolean) =>
  requestJson<RecordedConsent>(`${privacyPath(userId)}/consent`, { method: 'PUT', body: { granted } });

export const eraseUser = (userId: string) =>
  requestJson<ErasureAnswer>(privacyPath(userId), { method: 'DELETE' });

/** Address of the file with everything that is kept about a user. */
export const exportUrl = (userId: string): string => `${privacyPath(userId)}/export`;
