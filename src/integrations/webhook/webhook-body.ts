import type { ActivityEvent } from '../../events/index.ts';
import type { MonitoringWebhookConfig } from './webhook-config.ts';

/** Version of what is posted. */
const BODY_VERSION = '1.0.0';

/** The JSON that is posted for an event. */
export function buildWebhookBody(
  { source, serverInstance, environment }: MonitoringWebhookConfig,
  event: ActivityEvent,
): string {
  return JSON.stringify({
    source,
    version: BODY_VERSION,
    event,
    metadata: { serverInstance, environment },
  });
}

/** What keeps order: the session, within its application; events without one have no order. */
export function laneOf({ sessionId, source }: ActivityEvent): string | undefined {
  return sessionId === null ? undefined : JSON.stringify([source.application, sessionId]);
}
