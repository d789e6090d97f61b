import { z } from 'zod';
import { anyObject, defineEventType, text } from './definition.ts';

export const errorEvents = defineEventType({
  type: 'error',
  help: 'Something failed.',
  events: ['error'],
  data: z.looseObject({
    errorType: text().optional().describe('Kind of error, e.g. the name of its class.'),
    message: text().optional().describe('What the error says.'),
    stack: text().optional().describe('Where it happened.'),
    context: anyObject().optional().describe('What was going on: `toolName`, `args` …'),
  }),
  content: ['message', 'stack', 'context'],
  personal: [],
  since: '0.1.0',
});
