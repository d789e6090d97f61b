import { defineAlert } from './definition.ts';

/** Prometheus itself. */
export const prometheusAlerts = {
  prometheusConfigReloadFailed: defineAlert({
    name: 'PrometheusConfigReloadFailed',
    threshold: 1,
    unit: 'boolean',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Prometheus refused its new configuration.',
    description:
      '{instance} runs with its last good configuration, and would not start with the one in its file.',
    board: 'monitoring',
  }),
  prometheusRuleFailing: defineAlert({
    name: 'PrometheusRuleFailing',
    threshold: 0,
    unit: 'count',
    forSeconds: 300,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance', 'rule_group'],
    summary: 'Prometheus fails to evaluate rules.',
    description:
      'Rules of {rule_group} on {instance} failed {value} times in the last 10 minutes; alerts among them cannot fire.',
    board: 'monitoring',
  }),
  prometheusRulesSlow: defineAlert({
    name: 'PrometheusRulesSlow',
    threshold: 0,
    unit: 'count',
    forSeconds: 900,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'rule_group'],
    summary: 'Prometheus evaluates rules too slowly.',
    description:
      '{rule_group} on {instance} missed {value} evaluations in the last 10 minutes, as it takes longer than its interval; its alerts come late.',
    board: 'monitoring',
  }),
  prometheusNotificationsDropped: defineAlert({
    name: 'PrometheusNotificationsDropped',
    threshold: 0,
    unit: 'count',
    forSeconds: 600,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Prometheus drops alerts on the way to Alertmanager.',
    description:
      '{instance} dropped {value} notifications in the last 10 minutes; nobody is told of those alerts.',
    board: 'monitoring',
  }),
  prometheusWithoutAlertmanager: defineAlert({
    name: 'PrometheusWithoutAlertmanager',
    threshold: 1,
    unit: 'count',
    forSeconds: 600,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Prometheus knows no Alertmanager.',
    description:
      '{instance} sends its alerts to {value} Alertmanagers; at least {threshold} is expected, or nobody is told of anything.',
    board: 'monitoring',
  }),
  prometheusTsdbFailing: defineAlert({
    name: 'PrometheusTsdbFailing',
    threshold: 0,
    unit: 'count',
    forSeconds: 300,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'The database of Prometheus fails to tidy up.',
    description:
      'Compactions, reloads of blocks, truncations of the head or writes of the log failed {value} times in the last hour on {instance}; its disk and memory fill up, and samples may be lost.',
    board: 'monitoring',
  }),
  /** One sample per second is far below what Prometheus stores about itself alone: some 50 at the usual interval. */
  prometheusNotIngesting: defineAlert({
    name: 'PrometheusNotIngesting',
    threshold: 1,
    unit: 'per_second',
    forSeconds: 600,
    severity: 'critical',
    team: 'platform',
    labels: ['job', 'instance'],
    summary: 'Prometheus stores no samples.',
    description:
      '{instance} stored {value} samples per second over the last 5 minutes; at least {threshold} is expected of a server that scrapes anything.',
    board: 'monitoring',
  }),
  prometheusRemoteWriteBehind: defineAlert({
    name: 'PrometheusRemoteWriteBehind',
    threshold: 120,
    unit: 'seconds',
    forSeconds: 900,
    severity: 'warning',
    team: 'platform',
    labels: ['job', 'instance', 'remote_name', 'url'],
    summary: 'Samples reach the remote storage late or not at all.',
    description:
      'The newest sample that {instance} delivered to {url} is {value} old; the limit is {threshold}. What waits longer than some two hours is lost there.',
    board: 'monitoring',
  }),
} as const;
