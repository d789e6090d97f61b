import { z } from 'zod';
import { amount, defineEventType, text } from './definition.ts';

export const requestEvents = defineEventType({
  type: 'request',
  help: 'An HTTP request was answered; it is kept in `request_logs` too.',
  events: ['completed'],
  data: z.looseObject({
    method: text().optional().describe('GET, POST …'),
    path: text().optional().describe("The route's template, e.g. `/users/:id`."),
    statusCode: z.int().min(100).max(599).optional().describe('Status of the answer.'),
    processTime: amount().optional().describe('Seconds until the answer was sent.'),
    outcome: z.enum(['aborted', 'error']).optional().describe('How it ended where it was not completed.'),
    apiKeyId: text().nullable().optional().describe('Id of the API key; never the key.'),
    clientIp: text().nullable().optional().describe('Address of the client.'),
  }),
  content: [],
  personal: ['clientIp'],
  since: '0.1.0',
});
