import { alerts } from '../../catalogue/index.ts';
import {
  above,
  and,
  increase,
  matching,
  observations,
  quantile,
  type Range,
  rate,
  ratio,
  select,
  selectCounter,
  sumBy,
} from '../promql/index.ts';
import type { AlertCondition, AlertContext, AlertGroup } from './alert-group.ts';
import { MIN_EVENTS, TAIL } from './minimum.ts';

const PER_MODEL = ['job', 'provider', 'model'] as const;
const PER_PROVIDER = ['job', 'provider'] as const;

/** Kinds of error that are the provider's fault, or that of the way to it. */
const PROVIDER_ERRORS = matching('server_error|overloaded|network|timeout');
/** Kinds of error that a person has to end, by another key or another permission. */
const CREDENTIAL_ERRORS = matching('authentication|permission');

/**
 * An alert about a whole provider needs more calls than this within its range; fewer than MIN_EVENTS, as nothing works
 * any more, and somebody should know it in a quiet hour too.
 */
const MIN_CALLS_OF_PROVIDER = 5;

/** Calls that fail. */
function buildFailureAlerts({ catalogue: { ai }, records }: AlertContext): readonly AlertCondition[] {
  const failed = sumBy(PER_MODEL, increase(selectCounter(ai.calls, { status: 'error' }), '10m'));
  const failedBy = (error_type: 'rate_limit' | 'context_length', range: Range) =>
    sumBy(PER_MODEL, increase(selectCounter(ai.errors, { error_type }), range));
  const providerShare = (error_type: typeof PROVIDER_ERRORS, range: Range) =>
    ratio(
      sumBy(PER_PROVIDER, increase(selectCounter(ai.errors, { error_type }), range)),
      sumBy(PER_PROVIDER, increase(selectCounter(ai.calls), range)),
      MIN_CALLS_OF_PROVIDER,
    );
  const calls = select(records.ai.calls);
  const callsPerHour = sumBy(PER_MODEL, increase(selectCounter(ai.calls), '1h'));
  return [
    {
      alert: alerts.aiErrorRateHigh,
      condition: threshold => above(ratio(failed, calls, MIN_EVENTS), threshold),
    },
    {
      alert: alerts.aiProviderDown,
      condition: threshold => above(providerShare(PROVIDER_ERRORS, '5m'), threshold),
    },
    {
      alert: alerts.aiAuthenticationFailing,
      condition: threshold => above(providerShare(CREDENTIAL_ERRORS, '10m'), threshold),
    },
    {
      alert: alerts.aiRateLimited,
      condition: threshold => above(ratio(failedBy('rate_limit', '10m'), calls, MIN_EVENTS), threshold),
    },
    {
      alert: alerts.aiContextLengthExceeded,
      condition: threshold =>
        above(ratio(failedBy('context_length', '1h'), callsPerHour, MIN_EVENTS), threshold),
    },
  ];
}

/** Answers that come late. */
function buildLatencyAlerts({ catalogue: { ai } }: AlertContext): readonly AlertCondition[] {
  return [
    {
      alert: alerts.aiResponseSlow,
      condition: threshold =>
        and(
          above(quantile(TAIL, ai.duration, PER_MODEL, '10m', { stream: 'false' }), threshold),
          above(observations(ai.duration, PER_MODEL, '10m', { stream: 'false' }), MIN_EVENTS),
        ),
    },
    {
      alert: alerts.aiFirstTokenSlow,
      condition: threshold =>
        and(
          above(quantile(TAIL, ai.timeToFirstToken, PER_MODEL, '10m'), threshold),
          above(observations(ai.timeToFirstToken, PER_MODEL, '10m'), MIN_EVENTS),
        ),
    },
  ];
}

/** Calls to models, and the tools that these ask for. */
export function buildAiAlerts(context: AlertContext): AlertGroup {
  const { ai } = context.catalogue;
  const toolCalls = sumBy(['job', 'tool'], increase(selectCounter(ai.toolCalls), '10m'));
  const failedTools = sumBy(
    ['job', 'tool'],
    increase(selectCounter(ai.toolCalls, { status: 'error' }), '10m'),
  );
  return {
    name: 'aiwatch-ai',
    alerts: [
      {
        alert: alerts.highAiCallRate,
        condition: threshold => above(rate(selectCounter(ai.calls), '5m'), threshold),
      },
      ...buildFailureAlerts(context),
      ...buildLatencyAlerts(context),
      {
        alert: alerts.aiToolErrorsHigh,
        condition: threshold => above(ratio(failedTools, toolCalls, MIN_EVENTS), threshold),
      },
    ],
  };
}
