import { buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { prometheusMetrics } from '../../external-metrics/index.ts';
import { aggregate, rate, ratio, secondsSince, select, selectCounter, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };

function buildDelivery(): readonly UnplacedPanel[] {
  const { notificationsSent, notificationErrors, notificationsDropped } = prometheusMetrics;
  const { notificationQueue, notificationQueueCapacity } = prometheusMetrics;
  const total = (
    counter: typeof notificationsSent | typeof notificationErrors | typeof notificationsDropped,
  ) => sumBy(['instance'], rate(selectCounter(counter, chosen), RANGE));
  const queue = ratio(
    aggregate('max', ['instance'], select(notificationQueue, chosen)),
    aggregate('max', ['instance'], select(notificationQueueCapacity, chosen)),
  );
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Alerts sent to Alertmanager',
      description:
        'Alerts per second that Prometheus sent, could not send to one Alertmanager, and dropped. PrometheusNotificationsDropped fires with the first one that is dropped.',
      unit: 'ops',
      queries: [
        query(total(notificationsSent), '{{instance}} sent'),
        query(total(notificationErrors), '{{instance}} failed'),
        query(total(notificationsDropped), '{{instance}} dropped'),
      ],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Queue of alerts',
      description: 'Alerts that wait to be sent to Alertmanager over those that may wait; more are dropped.',
      unit: 'percentunit',
      max: 1,
      queries: [query(queue, '{{instance}}')],
    }),
  ];
}

/** How Prometheus hands on: alerts to Alertmanager, samples to a remote storage. */
export function buildNotificationsSection(context: BoardContext): readonly UnplacedPanel[] {
  const { alertmanagers, remoteHighestSent } = prometheusMetrics;
  return [
    ...buildDelivery(),
    buildAlertGraph(context, 'PrometheusWithoutAlertmanager', {
      ...SIZE,
      title: 'Alertmanagers',
      description: 'Alertmanagers that Prometheus sends alerts to.',
      unit: 'short',
      decimals: 0,
      queries: [query(select(alertmanagers, chosen), '{{instance}}')],
    }),
    buildAlertGraph(context, 'PrometheusRemoteWriteBehind', {
      ...SIZE,
      title: 'Remote storage behind',
      description: 'Age of the newest sample that the remote storage has.',
      unit: 's',
      noValue: 'No remote storage',
      queries: [query(secondsSince(select(remoteHighestSent, chosen)), '{{instance}} {{remote_name}}')],
    }),
  ];
}
