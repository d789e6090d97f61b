import type { Catalogue, SloName } from '../../catalogue/index.ts';
import {
  type Expr,
  matching,
  minus,
  not,
  notMatching,
  orZeroOf,
  rate,
  selectBucket,
  selectCounter,
  selectHistogram,
  sumBy,
} from '../promql/index.ts';
import type { SloOperands } from '../rules/slo-operands.ts';
import { USER_ROUTES } from '../user-routes.ts';

/** What an objective counts, per second and instance. */
export interface SloSignals {
  readonly events: Expr<'job' | 'instance'>;
  /** Those that were not good; 0 where all were. */
  readonly errors: Expr<'job' | 'instance'>;
}

/** At least four scrapes; the shortest window of the alerts. */
const RANGE = '5m';
/** Errors that the request itself brings about: they say nothing about the provider. */
const FAULTS_OF_THE_REQUEST = 'invalid_request|context_length|content_filter';

function countHttpAvailability({ http }: Catalogue): SloSignals {
  const matchers = { route: USER_ROUTES };
  const events = sumBy(['job', 'instance'], rate(selectCounter(http.requests, matchers), RANGE));
  const failed = selectCounter(http.requests, { ...matchers, status_code: matching('5..') });
  return { events, errors: orZeroOf(sumBy(['job', 'instance'], rate(failed, RANGE)), events) };
}

/** Errors count for availability; here they would only flatter, as they are fast. */
function countHttpLatency({ http }: Catalogue, thresholdSeconds: number): SloSignals {
  const matchers = { stream: 'false', route: USER_ROUTES, status_code: notMatching('5..') } as const;
  const events = sumBy(['job', 'instance'], rate(selectHistogram(http.duration, 'count', matchers), RANGE));
  const good = selectBucket(http.duration, thresholdSeconds, matchers);
  return { events, errors: minus(events, sumBy(['job', 'instance'], rate(good, RANGE))) };
}

/** Abandoned calls were given up by the caller, and tell nothing. */
function countAiAvailability({ ai }: Catalogue): SloSignals {
  const events = sumBy(
    ['job', 'instance'],
    rate(selectCounter(ai.calls, { status: not('abandoned') }), RANGE),
  );
  const failed = selectCounter(ai.errors, { error_type: notMatching(FAULTS_OF_THE_REQUEST) });
  return { events, errors: orZeroOf(sumBy(['job', 'instance'], rate(failed, RANGE)), events) };
}

function countAiLatency({ ai }: Catalogue, thresholdSeconds: number): SloSignals {
  const events = sumBy(['job', 'instance'], rate(selectHistogram(ai.timeToFirstToken, 'count'), RANGE));
  const good = selectBucket(ai.timeToFirstToken, thresholdSeconds);
  return { events, errors: minus(events, sumBy(['job', 'instance'], rate(good, RANGE))) };
}

/** What each objective counts, with the times of the settings. */
export function buildSloSignals(
  catalogue: Catalogue,
  { HttpLatency, AILatency }: SloOperands,
): Readonly<Record<SloName, SloSignals>> {
  return {
    HttpAvailability: countHttpAvailability(catalogue),
    HttpLatency: countHttpLatency(catalogue, HttpLatency.thresholdSeconds),
    AIAvailability: countAiAvailability(catalogue),
    AILatency: countAiLatency(catalogue, AILatency.thresholdSeconds),
  };
}
