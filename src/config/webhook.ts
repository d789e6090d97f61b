import { z } from 'zod';
import { httpUrl } from './addresses.ts';
import { secret } from './secret-setting.ts';

/** The webhook that gets every event. */
export const webhook = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether events are delivered to the webhook.'),
  endpoint: httpUrl().optional().describe('Where to; one POST for each event.'),
  apiKey: secret().optional().describe('Sent as `Authorization: Bearer`.'),
  signingSecret: secret().optional().describe('Key of the signature in `webhook-signature`.'),
});
