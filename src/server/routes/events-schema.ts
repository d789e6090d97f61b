import type { FastifySchema } from 'fastify';
// Fastify's own type knows nothing of what the description of the API adds.
import '@fastify/swagger';
import { EVENT_LIMITS } from '../../catalogue/index.ts';
import { errorSchema, refusalAnswers } from '../schemas/error-schema.ts';

const id = { type: 'string', maxLength: EVENT_LIMITS.idLength } as const;

/** An event as an application sends it. */
const eventInputSchema = {
  type: 'object',
  required: ['type'],
  properties: {
    id: {
      ...id,
      description: 'Your id of it: the same one again is stored once. Made for you where it is missing.',
    },
    sessionId: { ...id, type: ['string', 'null'] },
    userId: { ...id, type: ['string', 'null'] },
    type: {
      type: 'string',
      description: 'chat, tool, session, error, message, request, system, or one of your own.',
    },
    event: {
      type: 'string',
      description: 'What happened, e.g. message. Default: the first event of the type.',
    },
    data: { type: 'object', additionalProperties: true, description: 'See the schema of the type.' },
    timestamp: {
      type: ['string', 'number'],
      description: 'ISO 8601 or Unix milliseconds. Default: now.',
    },
    doNotTrack: {
      type: 'boolean',
      description:
        'Whether the person asked not to be followed (DNT: 1, Sec-GPC: 1): the event is left out then, unless `privacy.respectDnt` is false.',
    },
  },
  examples: [
    {
      id: 'event_123456',
      sessionId: 'session_abc123',
      userId: 'user_eng001',
      type: 'chat',
      event: 'message',
      data: {
        userMessage: 'Hello',
        assistantResponse: 'Hi!',
        tokensUsed: 12,
        model: 'gemini-2.0-flash-exp',
        duration: 2340,
      },
    },
  ],
} as const;

const refusal = {
  field: { type: 'string' },
  expected: { type: 'string' },
  found: { type: 'string' },
} as const;

const counts = {
  accepted: { type: 'integer' },
  dropped: { type: 'integer' },
  refused: { type: 'integer' },
} as const;

/** A body of JSON: one event, or several. */
const jsonBody = {
  anyOf: [
    eventInputSchema,
    { type: 'array', items: eventInputSchema },
    {
      type: 'object',
      required: ['events'],
      properties: { events: { type: 'array', items: eventInputSchema } },
    },
  ],
} as const;

/** What a body of NDJSON is called. */
export const LINE_TYPES = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'] as const;
const lines = { schema: { type: 'string', description: 'One event in each line.' } } as const;

/** What `POST /api/v1/events` takes and answers. */
export const ingestSchema: FastifySchema = {
  summary: 'Deliver events',
  description: 'One event, a list of up to 1,000, `{ "events": [ … ] }`, or NDJSON with one event a line.',
  tags: ['events'],
  security: [{ bearer: [] }],
  body: {
    content: {
      'application/json': { schema: jsonBody },
      ...Object.fromEntries(LINE_TYPES.map(type => [type, lines])),
    },
  },
  response: {
    202: {
      description: 'All are on the disk, or left out as configured.',
      type: 'object',
      properties: {
        ...counts,
        status: { enum: ['accepted', 'dropped'] },
        id: { type: 'string' },
        reason: { type: 'string' },
      },
    },
    207: {
      description: 'Some are refused; the others are on the disk.',
      type: 'object',
      properties: {
        ...counts,
        results: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              index: { type: 'integer' },
              status: { enum: ['accepted', 'dropped', 'refused'] },
              id: { type: 'string' },
              reason: { type: 'string' },
              error: { type: 'string' },
              ...refusal,
            },
          },
        },
      },
    },
    ...refusalAnswers({
      400: 'The body is no JSON, has no event or more than 1,000, or its single event is refused.',
      401: 'There is no token, or it does not count (any more).',
      403: 'The token is of another role than `service` or `admin`.',
      413: 'The body has more than 8 MiB, or its single event more than 256 KiB.',
      415: 'The body is neither JSON nor NDJSON, or is packed.',
      429: 'Too many requests; `Retry-After` says when to come back.',
      503: 'Nothing of it was taken, and it may be sent again after `Retry-After`: the spool is full, or the server is busy.',
    }),
    '5xx': errorSchema,
  },
};
