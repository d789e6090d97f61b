import type { FastifyPluginCallback } from 'fastify';
import type { AlertName } from '../../catalogue/index.ts';
import { serverMetrics } from '../../catalogue/self.ts';
import type { Registry, ScrapeAccess } from '../../metrics/index.ts';
import { requireAccess } from '../access/require-access.ts';

/** One alert as Alertmanager delivers it. */
export interface AlertNotification {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

export interface AlertmanagerRouteOptions {
  readonly registry: Registry;
  readonly access: ScrapeAccess;
  /** Called for every alert but the watchdog, which always fires. */
  readonly onAlert: (alert: AlertNotification) => void;
}

/** The alert that is a heartbeat: it says nothing but that alerts arrive. */
const WATCHDOG = 'Watchdog' satisfies AlertName;

const MS_PER_SECOND = 1000;

const texts = { type: 'object', additionalProperties: { type: 'string' } } as const;

/** Version 4 of https://prometheus.io/docs/alerting/latest/configuration/#webhook_config, as far as it is used. */
const bodySchema = {
  type: 'object',
  required: ['version', 'alerts'],
  properties: {
    version: { const: '4' },
    alerts: {
      type: 'array',
      items: {
        type: 'object',
        required: ['status', 'labels', 'annotations', 'startsAt', 'endsAt'],
        properties: {
          status: { enum: ['firing', 'resolved'] },
          labels: texts,
          annotations: texts,
          startsAt: { type: 'string' },
          endsAt: { type: 'string' },
        },
      },
    },
  },
} as const;

/** `POST /api/v1/alertmanager`: the webhook receiver of alerts and of the watchdog's heartbeats; answers 204. */
export function createAlertmanagerRoutes({
  registry,
  access,
  onAlert,
}: AlertmanagerRouteOptions): FastifyPluginCallback {
  const received = registry.counter(serverMetrics.alertsReceived);
  const watchdogTimestamp = registry.gauge(serverMetrics.watchdogTimestamp);
  const take = (alert: AlertNotification): void => {
    if (alert.labels['alertname'] === WATCHDOG) {
      if (alert.status === 'firing') watchdogTimestamp.set(Date.now() / MS_PER_SECOND);
      return;
    }
    received.with({ status: alert.status }).inc();
    onAlert(alert);
  };
  return (app, _options, done) => {
    app.post<{ Body: { alerts: readonly AlertNotification[] } }>(
      '/api/v1/alertmanager',
      {
        schema: {
          tags: ['delivery'],
          summary: 'Takes alerts from Alertmanager',
          security: [{ metrics: [] }],
          body: bodySchema,
          response: { 204: { type: 'null', description: 'They were taken.' } },
        },
        onRequest: requireAccess('POST /api/v1/alertmanager', access),
      },
      async (request, reply) => {
        for (const alert of request.body.alerts) take(alert);
        return reply.code(204).send();
      },
    );
    done();
  };
}
