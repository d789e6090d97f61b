import type { FastifyPluginAsync } from 'fastify';
import { type AlertNotification, WATCHDOG } from '../../alerts/index.ts';
import { serverMetrics } from '../../catalogue/self.ts';
import type { Registry, ScrapeAccess } from '../../metrics/index.ts';
import { requireAccess } from '../access/require-access.ts';
import { storeErrorPlugin } from '../plugins/store-error-plugin.ts';
import { errorAnswers } from '../schemas/error-schema.ts';

export interface AlertmanagerRouteOptions {
  readonly registry: Registry;
  readonly access: ScrapeAccess;
  /** Called for every alert but the watchdog, which always fires. */
  readonly onAlert: (alert: AlertNotification) => void;
  /** Keeps the alerts as incidents; where that fails, Alertmanager is to send them again. @default they are not kept */
  readonly keep?: ((alerts: readonly AlertNotification[]) => Promise<void>) | undefined;
}

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
          startsAt: { type: 'string', format: 'date-time' },
          endsAt: { type: 'string', format: 'date-time' },
          generatorURL: { type: 'string' },
          fingerprint: { type: 'string' },
        },
      },
    },
  },
} as const;

/**
 * `POST /api/v1/alertmanager`: the webhook receiver of alerts and of the watchdog's heartbeats; answers 204 when they are
 * kept, and 503 while the store is away: then Alertmanager sends them again.
 */
export function createAlertmanagerRoutes(options: AlertmanagerRouteOptions): FastifyPluginAsync {
  const { access } = options;
  const take = createTaker(options);
  return async app => {
    await app.register(storeErrorPlugin);
    app.post<{ Body: { alerts: readonly AlertNotification[] } }>(
      '/api/v1/alertmanager',
      {
        schema: {
          tags: ['delivery'],
          summary: 'Takes alerts from Alertmanager',
          security: [{ metrics: [] }],
          body: bodySchema,
          response: { 204: { type: 'null', description: 'They were taken.' }, ...errorAnswers },
        },
        onRequest: requireAccess('POST /api/v1/alertmanager', access),
      },
      async (request, reply) => {
        await take(request.body.alerts);
        return reply.code(204).send();
      },
    );
  };
}

/** Counts and tells alerts only when they are kept: otherwise the same come again. */
function createTaker({ registry, onAlert, keep }: AlertmanagerRouteOptions) {
  const received = registry.counter(serverMetrics.alertsReceived);
  const watchdogTimestamp = registry.gauge(serverMetrics.watchdogTimestamp);
  return async (all: readonly AlertNotification[]): Promise<void> => {
    const isHeartbeat = ({ labels }: AlertNotification) => labels['alertname'] === WATCHDOG;
    if (all.some(alert => isHeartbeat(alert) && alert.status === 'firing')) {
      watchdogTimestamp.set(Date.now() / MS_PER_SECOND);
    }
    const alerts = all.filter(alert => !isHeartbeat(alert));
    await keep?.(alerts);
    for (const alert of alerts) {
      received.with({ status: alert.status }).inc();
      onAlert(alert);
    }
  };
}
