import type { Config } from '../../config/index.ts';
import { AiwatchError } from '../../errors.ts';
import { startMonitoringWebhook } from '../../integrations/index.ts';
import { createIntegrationRecorder } from '../../recorders/index.ts';
import { type Exporter, sourceOf } from '../../runtime.ts';
import type { Store } from '../../store/index.ts';

/** Begins to deliver events to the webhook. @returns undefined where it is switched off */
export function startServerWebhook(config: Config, { registry, catalogue, http }: Exporter, store: Store) {
  const { enabled, endpoint, apiKey, signingSecret } = config.webhook;
  if (!enabled) return undefined;
  if (endpoint === undefined) {
    throw new AiwatchError('CONFIG_INVALID', {
      where: 'webhook.endpoint (MONITORING_ENDPOINT)',
      expected: 'an address, since webhook.enabled is true',
      found: 'none',
    });
  }
  const { application, instance, environment } = sourceOf(config);
  return startMonitoringWebhook({
    config: {
      enabled,
      endpoint,
      apiKey: apiKey?.reveal(),
      signingSecret: signingSecret?.reveal(),
      source: application,
      serverInstance: instance,
      environment,
    },
    store,
    recorder: createIntegrationRecorder(registry, catalogue, 'webhook'),
    onProblem: error => http.problem.log('delivery to the webhook', error),
  });
}
