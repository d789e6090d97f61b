import { alerts } from '../../catalogue/index.ts';
import { prometheusMetrics } from '../external-metrics/index.ts';
import {
  above,
  and,
  below,
  increase,
  orZeroOf,
  plus,
  rate,
  secondsSince,
  select,
  selectCounter,
  sumBy,
} from '../promql/index.ts';
import type { AlertContext, AlertGroup } from './alert-group.ts';

/** All that the database of Prometheus does in the background and can fail to do. */
function buildTsdbFailures() {
  const failed = (
    counter: (typeof prometheusMetrics)[
      | 'compactionsFailed'
      | 'reloadsFailed'
      | 'headTruncationsFailed'
      | 'walWritesFailed'],
  ) => increase(selectCounter(counter), '1h');
  return [
    prometheusMetrics.reloadsFailed,
    prometheusMetrics.headTruncationsFailed,
    prometheusMetrics.walWritesFailed,
  ].reduce((sum, counter) => plus(sum, failed(counter)), failed(prometheusMetrics.compactionsFailed));
}

/**
 * Age of the newest sample that a remote storage has: since 1970 where it has none, as Prometheus 2.42 has no timestamp
 * before the first delivery. Only where something waits, as a storage that is sent nothing is not behind.
 */
function buildRemoteWriteAge() {
  const pending = select(prometheusMetrics.remoteSamplesPending);
  const sent = orZeroOf(select(prometheusMetrics.remoteHighestSent), pending);
  return and(secondsSince(sent), above(pending, 0));
}

/** Prometheus itself. */
export function buildPrometheusAlerts(_context: AlertContext): AlertGroup {
  const {
    configReloadSuccessful,
    ruleFailures,
    ruleIterationsMissed,
    notificationsDropped,
    alertmanagers,
    samplesAppended,
  } = prometheusMetrics;
  const dropped = sumBy(['job', 'instance'], increase(selectCounter(notificationsDropped), '10m'));
  const appended = sumBy(['job', 'instance'], rate(selectCounter(samplesAppended), '5m'));
  return {
    name: 'aiwatch-prometheus',
    alerts: [
      {
        alert: alerts.prometheusConfigReloadFailed,
        condition: threshold => below(select(configReloadSuccessful), threshold),
      },
      {
        alert: alerts.prometheusRuleFailing,
        condition: threshold => above(increase(selectCounter(ruleFailures), '10m'), threshold),
      },
      {
        alert: alerts.prometheusRulesSlow,
        condition: threshold => above(increase(selectCounter(ruleIterationsMissed), '10m'), threshold),
      },
      { alert: alerts.prometheusNotificationsDropped, condition: threshold => above(dropped, threshold) },
      {
        alert: alerts.prometheusWithoutAlertmanager,
        condition: threshold => below(select(alertmanagers), threshold),
      },
      { alert: alerts.prometheusTsdbFailing, condition: threshold => above(buildTsdbFailures(), threshold) },
      { alert: alerts.prometheusNotIngesting, condition: threshold => below(appended, threshold) },
      {
        alert: alerts.prometheusRemoteWriteBehind,
        condition: threshold => above(buildRemoteWriteAge(), threshold),
      },
    ],
  };
}
