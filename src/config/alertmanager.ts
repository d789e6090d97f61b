import { z } from 'zod';
import { httpUrl } from './addresses.ts';
import { secret } from './secret-setting.ts';

/** The Alertmanager that the server asks which alerts there are now. */
export const alertmanager = z.strictObject({
  url: httpUrl()
    .optional()
    .describe('Its address as the server reaches it. Default: none; the server shows its incidents.'),
  username: z.string().min(1).optional().describe('User of its web configuration, where it has one.'),
  password: secret().optional().describe('Password of that user.'),
});
