import type { BenchLabels } from './client.ts';

const METHODS = ['GET', 'POST'];
const STATUS_CODES = ['200', '404', '500'];

/** Values that fall into different buckets. */
export const OBSERVED_SECONDS = [0.001, 0.02, 0.3, 4, 20, 0.07, 0.6];

/** Label set number n of as many as are wanted: like those of a server with many routes. */
export function labelSet(n: number): BenchLabels {
  return {
    method: METHODS[n % METHODS.length]!,
    route: `/api/resource/${Math.floor(n / METHODS.length)}/item`,
    status_code: STATUS_CODES[n % STATUS_CODES.length]!,
  };
}
