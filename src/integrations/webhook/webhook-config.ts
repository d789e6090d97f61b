import type { DeliveryConfig } from '../delivery/index.ts';

/** The webhook that is told of every event (SPEC B4). */
export interface MonitoringWebhookConfig extends DeliveryConfig {
  readonly enabled: boolean;
  /** Goes as `source`. */
  readonly source: string;
  /** Goes as `metadata.serverInstance`. */
  readonly serverInstance: string;
  /** Goes as `metadata.environment`. */
  readonly environment: string;
}
