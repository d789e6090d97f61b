import { z } from 'zod';
import { amount, anyObject, defineEventType, text } from './definition.ts';

export const sessionEvents = defineEventType({
  type: 'session',
  help: 'A session of a user began or ended.',
  events: ['created', 'ended', 'expired'],
  data: z.looseObject({
    config: anyObject().optional().describe('Settings of the session: `model`, `debugMode` …'),
    workspaceSize: amount().optional().describe('Size of the workspace.'),
    expiresAt: text().optional().describe('When it will expire without activity.'),
    duration: amount().optional().describe('Milliseconds that it lasted; of one that is over.'),
  }),
  content: [],
  personal: [],
  since: '0.1.0',
});
