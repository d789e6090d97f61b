import { defineLabel } from '../../catalogue/index.ts';
import { external } from './definition.ts';

const ruleGroup = defineLabel({
  name: 'rule_group',
  help: 'File and name of the group of rules, joined by a semicolon.',
  maxValues: 100,
});
const sampleType = defineLabel({
  name: 'type',
  help: 'Whether the sample is a number or a native histogram.',
  values: ['float', 'histogram'],
});
const remoteName = defineLabel({ name: 'remote_name', help: 'Name of the remote storage.', maxValues: 10 });
const url = defineLabel({ name: 'url', help: 'Address of the remote storage.', maxValues: 10 });

/**
 * Of Prometheus about itself, 2.42 and newer. Since 3.10 the metrics of notifications carry the `alertmanager` too, so
 * that rules have to sum over it.
 */
export const prometheusMetrics = {
  configReloadSuccessful: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'prometheus_config_last_reload_successful',
    help: 'Whether the last attempt to load the configuration succeeded.',
    labels: [],
  }),
  ruleFailures: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_rule_evaluation_failures_total',
    help: 'Evaluations of rules that failed.',
    labels: [ruleGroup],
  }),
  ruleIterationsMissed: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_rule_group_iterations_missed_total',
    help: 'Evaluations of a group that were left out, as the one before was not over.',
    labels: [ruleGroup],
  }),
  notificationsDropped: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_notifications_dropped_total',
    help: 'Alerts that were dropped on the way to Alertmanager.',
    labels: [],
  }),
  alertmanagers: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'prometheus_notifications_alertmanagers_discovered',
    help: 'Alertmanagers that alerts are sent to.',
    labels: [],
  }),
  compactionsFailed: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_tsdb_compactions_failed_total',
    help: 'Compactions of blocks that failed.',
    labels: [],
  }),
  reloadsFailed: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_tsdb_reloads_failures_total',
    help: 'Failed attempts to load the blocks from the disk.',
    labels: [],
  }),
  headTruncationsFailed: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_tsdb_head_truncations_failed_total',
    help: 'Failed attempts to free the memory of samples that are on the disk.',
    labels: [],
  }),
  walWritesFailed: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_tsdb_wal_writes_failed_total',
    help: 'Writes to the write-ahead log that failed.',
    labels: [],
  }),
  samplesAppended: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_tsdb_head_samples_appended_total',
    help: 'Samples that were stored.',
    labels: [sampleType],
  }),
  remoteSamples: external({
    exporter: 'prometheus',
    type: 'counter',
    name: 'prometheus_remote_storage_samples_total',
    help: 'Samples that were sent to the remote storage, retries not counted.',
    labels: [remoteName, url],
  }),
  remoteSamplesPending: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'prometheus_remote_storage_samples_pending',
    help: 'Samples that wait to be sent to the remote storage.',
    labels: [remoteName, url],
  }),
  remoteHighestSent: external({
    exporter: 'prometheus',
    type: 'gauge',
    name: 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
    help: 'Unix time of the newest sample that was delivered; missing or 0 before the first.',
    unit: 'seconds',
    labels: [remoteName, url],
  }),
} as const;
