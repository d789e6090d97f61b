import { notMatching } from './promql/index.ts';

/**
 * Matches every route but those that machines ask at intervals, whether there are users or not: the scrape itself and
 * health checks. They never fail and never wait, so that where there are few users they would be most of what is seen.
 */
export const USER_ROUTES = notMatching('.*/(metrics|healthz?|readyz?|livez?)');
