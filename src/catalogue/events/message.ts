import { z } from 'zod';
import { amount, defineEventType, text } from './definition.ts';

export const messageEvents = defineEventType({
  type: 'message',
  help: "A bot's user wrote a message, and it was answered.",
  events: ['processed'],
  data: z.looseObject({
    userName: text().optional().describe('Name of the user as the bot sees it.'),
    messageText: text().optional().describe('What the user wrote.'),
    responseTime: amount().optional().describe('Milliseconds until the answer.'),
    status: z.enum(['error']).optional().describe('That it could not be answered.'),
  }),
  content: ['messageText'],
  personal: ['userName'],
  since: '0.1.0',
});
