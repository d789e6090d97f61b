import { nullableText, objectOf, text, time } from './values.ts';

/** Where an event comes from. */
const sourceSchema = {
  type: 'object',
  properties: {
    application: text,
    environment: text,
    instance: text,
    requestId: text,
    traceId: text,
    reportedTimestamp: text,
  },
  additionalProperties: true,
} as const;

/** An event as SPEC B1 has it. */
export const eventSchema = {
  ...objectOf({
    id: { type: 'string', examples: ['event_123456'] },
    sessionId: nullableText,
    userId: nullableText,
    type: { type: 'string', examples: ['chat'] },
    event: { type: 'string', examples: ['message'] },
    data: { type: 'object', description: 'Depends on the type.', additionalProperties: true },
    timestamp: time,
    source: sourceSchema,
  }),
  description: 'Something that happened.',
} as const;
