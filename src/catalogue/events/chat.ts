import { z } from 'zod';
import { amount, defineEventType, text } from './definition.ts';

export const chatEvents = defineEventType({
  type: 'chat',
  help: 'A user asked a model, and it answered.',
  events: ['message'],
  data: z.looseObject({
    userMessage: text().optional().describe('What the user wrote.'),
    assistantResponse: text().optional().describe('What the model answered.'),
    messageLength: amount().optional().describe('Characters of the message.'),
    responseLength: amount().optional().describe('Characters of the answer.'),
    tokensUsed: amount().optional().describe('Tokens of both together.'),
    model: text().optional().describe('The model that answered.'),
    duration: amount().optional().describe('Milliseconds until the whole answer was there.'),
    provider: text().optional().describe('Provider of the model.'),
    status: z.enum(['success', 'error', 'abandoned']).optional().describe('How the call ended.'),
    streamed: z.boolean().optional().describe('Whether the answer came bit by bit.'),
    timeToFirstToken: amount().optional().describe('Milliseconds until a streamed answer began.'),
    costUsd: amount().optional().describe('Cost in US dollars, reported or estimated.'),
  }),
  content: ['userMessage', 'assistantResponse'],
  personal: [],
  since: '0.1.0',
});
