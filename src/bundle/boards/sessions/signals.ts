import type { Catalogue } from '../../../catalogue/index.ts';
import {
  type Expr,
  matching,
  overTime,
  perHour,
  plus,
  rate,
  ratio,
  select,
  selectCounter,
  selectHistogram,
  share,
  sumBy,
  times,
} from '../../promql/index.ts';
import { application, RANGE } from '../scope.ts';

const SECONDS_PER_MINUTE = 60;

/** Open sessions. */
export function openSessions({ session }: Catalogue): Expr<never> {
  return sumBy([], select(session.active, application));
}

/** Open sessions an hour earlier, averaged over ten minutes. */
export function openSessionsBefore({ session }: Catalogue): Expr<never> {
  return sumBy([], overTime('avg', select(session.active, application), '10m', '1h'));
}

/** Sessions that were started per hour. */
export function startedPerHour({ session }: Catalogue): Expr<never> {
  return perHour(sumBy([], rate(selectCounter(session.total, application), RANGE)));
}

/** Sessions that ended per hour. */
export function endedPerHour({ session }: Catalogue): Expr<never> {
  const ended = selectHistogram(session.duration, 'count', application);
  return perHour(sumBy([], rate(ended, RANGE)));
}

/** Streamed responses that the client broke off over all of them. */
export function abortedShare({ http }: Catalogue): Expr<never> {
  const streamed = { ...application, stream: 'true' } as const;
  const aborted = selectCounter(http.requests, { ...streamed, outcome: 'aborted' });
  return share(
    sumBy([], rate(aborted, RANGE)),
    sumBy([], rate(selectCounter(http.requests, streamed), RANGE)),
  );
}

/** Calls to models that were given up half-way over all of them. */
export function abandonedShare({ ai }: Catalogue): Expr<never> {
  const abandoned = selectCounter(ai.calls, { ...application, status: 'abandoned' });
  return share(
    sumBy([], rate(abandoned, RANGE)),
    sumBy([], rate(selectCounter(ai.calls, application), RANGE)),
  );
}

/** Server errors that the user of an open session meets per hour. */
export function httpErrorsPerSession(catalogue: Catalogue): Expr<never> {
  const failed = selectCounter(catalogue.http.requests, { ...application, status_code: matching('5..') });
  return perHour(ratio(sumBy([], rate(failed, RANGE)), openSessions(catalogue)));
}

/** Failing calls to models per open session and hour. */
export function aiErrorsPerSession(catalogue: Catalogue): Expr<never> {
  const failed = selectCounter(catalogue.ai.errors, application);
  return perHour(ratio(sumBy([], rate(failed, RANGE)), openSessions(catalogue)));
}

/** How often something happens per open session and minute. */
export function perSessionMinute(catalogue: Catalogue, perSecond: Expr<never>): Expr<never> {
  return times(ratio(perSecond, openSessions(catalogue)), SECONDS_PER_MINUTE);
}

/** Operations on files and versions per second. */
export function operationRate({ file, version }: Catalogue): Expr<never> {
  return plus(
    sumBy([], rate(selectCounter(file.operations, application), RANGE)),
    sumBy([], rate(selectCounter(version.operations, application), RANGE)),
  );
}
