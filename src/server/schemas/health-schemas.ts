import { HEALTH_COLORS, HEALTH_PART_KINDS, HEALTH_STATUSES } from '../../api/health.ts';
import { errorAnswers } from './error-schema.ts';
import { readSchema } from './read-schema.ts';
import {
  amount,
  listOf,
  nullableAmount,
  nullableText,
  nullableTime,
  objectOf,
  text,
  time,
} from './values.ts';

const TAG = 'operation';

const status = {
  enum: [...HEALTH_STATUSES, 'unknown'],
  description: 'Unknown is what was not checked yet.',
} as const;
const uptime = { ...amount, description: 'Seconds.' } as const;

const part = objectOf({
  name: text,
  kind: { enum: HEALTH_PART_KINDS },
  status,
  color: { enum: [...new Set(Object.values(HEALTH_COLORS))] },
  lastCheck: nullableTime,
  responseTime: { ...nullableAmount, description: 'Milliseconds.' },
  details: { type: 'object', additionalProperties: true },
  error: nullableText,
});

const alive = {
  type: 'object',
  required: ['status', 'uptime'],
  properties: { status: { const: 'healthy' }, uptime },
} as const;

const readiness = objectOf({
  ready: { type: 'boolean' },
  problems: { ...listOf(text), description: 'What is in the way.', examples: [['spool: it is full']] },
});

/** What the routes of health answer. */
export const healthSchemas = {
  health: {
    tags: [TAG],
    summary: 'Says that the process answers',
    response: { 200: alive, ...errorAnswers },
  },
  live: {
    tags: [TAG],
    summary: 'Says that the process answers',
    description: 'For a probe of liveness: whoever gets no answer starts the server anew.',
    response: { 200: alive, ...errorAnswers },
  },
  ready: {
    tags: [TAG],
    summary: 'Says whether events can be taken and stored',
    description:
      'For a probe of readiness. A database that is away does not make a server unready that has seen it: events wait.',
    response: { 200: readiness, 503: readiness, ...errorAnswers },
  },
  quick: readSchema({
    tag: TAG,
    summary: 'Database, services outside and memory, within 100 ms',
    description:
      'The database is asked, the services at most every five minutes. Where an answer does not come in time, the last one counts.',
    answer: objectOf({
      status,
      timestamp: time,
      uptime,
      database: part,
      memory: part,
      services: listOf(part),
    }),
  }),
  report: readSchema({
    tag: TAG,
    summary: 'All parts, as they were last checked',
    answer: objectOf({ status, timestamp: time, uptime, parts: listOf(part) }),
  }),
} as const;
