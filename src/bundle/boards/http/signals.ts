import type { Catalogue } from '../../../catalogue/index.ts';
import {
  average,
  type Expr,
  type LabelOf,
  type Matchers,
  matching,
  rate,
  selectCounter,
  share,
  sumBy,
} from '../../promql/index.ts';
import { USER_ROUTES } from '../../user-routes.ts';
import { percentile } from '../percentile.ts';
import { application, RANGE } from '../scope.ts';

type Http = Catalogue['http'];

/** Matchers of every selector of requests: what the reader chose. */
export const chosenRoutes = { ...application, route: matching('$route') } as const;

/** The same for answers whose end says how long somebody waited: a stream lasts as long as it has something to say. */
export const notStreamed = { ...chosenRoutes, stream: 'false' } as const;

/** The same for users alone, as HighTailLatency counts them. */
const ofUsers = { ...notStreamed, route: [matching('$route'), USER_ROUTES] } as const;

/** Answers with a status of the server's own failures. */
export const FAILED = { status_code: matching('5..') } as const;

/** Answers per second, by labels. */
export function requestRate<const By extends LabelOf<Http['requests']>>(
  { http }: Catalogue,
  by: readonly By[],
  matchers: Matchers<Http['requests']> = {},
): Expr<By> {
  return sumBy<LabelOf<Http['requests']>, By>(
    by,
    rate(selectCounter(http.requests, { ...chosenRoutes, ...matchers }), RANGE),
  );
}

/** Some answers over all of them. */
export function requestShare<const By extends LabelOf<Http['requests']>>(
  catalogue: Catalogue,
  by: readonly By[],
  matchers: Matchers<Http['requests']>,
): Expr<By> {
  return share(requestRate(catalogue, by, matchers), requestRate(catalogue, by));
}

/** Average time of answers that are not streamed, by labels. */
export function averageTime<const By extends LabelOf<Http['duration']>>(
  { http }: Catalogue,
  by: readonly By[],
): Expr<By> {
  return average(http.duration, by, RANGE, notStreamed);
}

/** Time that a share of the answers to users stayed below, of those that are not streamed. */
export function userPercentile(fraction: number, { http }: Catalogue): Expr<never> {
  return percentile(fraction, http.duration, [], ofUsers);
}

/** Time that a share of the answers that are not streamed stayed below, by labels. */
export function timePercentile<const By extends LabelOf<Http['duration']>>(
  fraction: number,
  { http }: Catalogue,
  by: readonly By[],
): Expr<By> {
  return percentile(fraction, http.duration, by, notStreamed);
}
