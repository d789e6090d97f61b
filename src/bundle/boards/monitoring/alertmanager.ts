import { buildRow, buildTimeseries, type UnplacedPanel } from '../../../dashboards/index.ts';
import { alertmanagerMetrics } from '../../external-metrics/index.ts';
import { above, increase, quantile, rate, ratio, select, selectCounter, sumBy } from '../../promql/index.ts';
import { buildAlertGraph } from '../alert-panels.ts';
import type { BoardContext } from '../board.ts';
import { query } from '../query.ts';
import { chosen, RANGE } from '../scope.ts';

const SIZE = { width: 8, height: 8, min: 0, noValue: 'Not scraped' };

function buildAlerts(): readonly UnplacedPanel[] {
  const { alerts, alertsReceived, silences } = alertmanagerMetrics;
  return [
    buildTimeseries({
      ...SIZE,
      title: 'Alerts in Alertmanager',
      metric: alerts,
      description:
        'Alerts that Alertmanager knows: active ones, and those that a silence or another alert suppresses.',
      stacked: true,
      queries: [query(sumBy(['state'], select(alerts, chosen)), '{{state}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Alerts received',
      description: 'Alerts per second that Alertmanager received, repeats included.',
      unit: 'ops',
      queries: [query(sumBy(['status'], rate(selectCounter(alertsReceived, chosen), RANGE)), '{{status}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Silences',
      metric: silences,
      queries: [query(sumBy(['state'], select(silences, chosen)), '{{state}}')],
    }),
  ];
}

/** Alertmanager: what it knows, and whom it tells. */
export function buildAlertmanagerSection(context: BoardContext): readonly UnplacedPanel[] {
  const { notifications, notificationsFailed, notificationLatency } = alertmanagerMetrics;
  const total = (counter: typeof notifications | typeof notificationsFailed) =>
    sumBy(['integration'], increase(selectCounter(counter, chosen), RANGE));
  return [
    buildRow('Alertmanager'),
    ...buildAlerts(),
    buildTimeseries({
      ...SIZE,
      title: 'Notifications by integration',
      metric: notifications,
      queries: [query(above(total(notifications), 0), '{{integration}}')],
    }),
    buildAlertGraph(context, 'AlertmanagerNotificationsFailing', {
      ...SIZE,
      title: 'Notifications that failed',
      description: 'Notifications of each integration that failed over all.',
      unit: 'percentunit',
      max: 1,
      noValue: 'No notifications',
      queries: [query(ratio(total(notificationsFailed), total(notifications)), '{{integration}}')],
    }),
    buildTimeseries({
      ...SIZE,
      title: 'Duration of notifications',
      description: '90 % of the notifications of each integration took no longer than this.',
      unit: 's',
      noValue: 'No notifications',
      queries: [
        query(
          above(quantile(0.9, notificationLatency, ['integration'], RANGE, chosen), 0),
          '{{integration}}',
        ),
      ],
    }),
  ];
}
