import type { ActivityEvent } from '../../events/index.ts';
import type { PlacedEvent, ResendableLetter } from '../../store/index.ts';
import type { Delivery } from '../delivery/index.ts';
import { buildWebhookBody, laneOf } from './webhook-body.ts';
import type { MonitoringWebhookConfig } from './webhook-config.ts';

/** An event of the store on its way out. */
export interface FeedDelivery extends Delivery {
  readonly event: ActivityEvent;
  readonly rowId: string;
  /** Where it was read; undefined for a dead letter that is sent again. */
  readonly placed?: PlacedEvent;
  readonly letterId?: string;
}

/** The row id is the id of the message: those of events are unique only within an application and a day. */
export function buildFeedDelivery(config: MonitoringWebhookConfig, placed: PlacedEvent): FeedDelivery {
  const { event, rowId, storedMs } = placed;
  const body = buildWebhookBody(config, event);
  return { id: rowId, body, lane: laneOf(event), sinceMs: storedMs, event, rowId, placed };
}

/** A dead letter that is sent again. */
export function buildResentDelivery(
  config: MonitoringWebhookConfig,
  { id, rowId, event }: ResendableLetter,
  nowMs: number,
): FeedDelivery {
  const body = buildWebhookBody(config, event);
  return { id: rowId, body, lane: laneOf(event), sinceMs: nowMs, event, rowId, letterId: id };
}
