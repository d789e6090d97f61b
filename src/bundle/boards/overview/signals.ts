import type { Catalogue } from '../../../catalogue/index.ts';
import { average, type Expr, matching, rate, selectCounter, share, sumBy } from '../../promql/index.ts';
import { application, RANGE } from '../scope.ts';

/** Responses per second. */
export function requestRate({ http }: Catalogue): Expr<never> {
  return sumBy([], rate(selectCounter(http.requests, application), RANGE));
}

/** Responses with a 5xx status over all; 0 where there were none, nothing where there was no traffic. */
export function errorRatio(catalogue: Catalogue): Expr<never> {
  const failed = selectCounter(catalogue.http.requests, { ...application, status_code: matching('5..') });
  const all = requestRate(catalogue);
  return share(sumBy([], rate(failed, RANGE)), all);
}

/** Average time of responses that are not streamed. */
export function averageDuration({ http }: Catalogue): Expr<never> {
  return average(http.duration, [], RANGE, { ...application, stream: 'false' });
}

/** Calls to models per second. */
export function aiCallRate({ ai }: Catalogue): Expr<never> {
  return sumBy([], rate(selectCounter(ai.calls, application), RANGE));
}

/** Calls to models that failed over all; abandoned calls are no failures. */
export function aiErrorRatio(catalogue: Catalogue): Expr<never> {
  const failed = selectCounter(catalogue.ai.calls, { ...application, status: 'error' });
  const all = aiCallRate(catalogue);
  return share(sumBy([], rate(failed, RANGE)), all);
}
