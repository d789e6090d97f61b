import { INCIDENT_STATES } from '../../api/incidents.ts';
import { errorAnswers } from './error-schema.ts';
import { rangeParameters } from './parameters.ts';
import { readSchema } from './read-schema.ts';
import { count, listOf, nullableText, nullableTime, objectOf, text, time } from './values.ts';

const TAG = 'alerts';
const MAX_PAGE = 200;
const MAX_NOTE_LENGTH = 2000;

const texts = { type: 'object', additionalProperties: text } as const;
const uuid = { type: 'string', format: 'uuid' } as const;

const alert = {
  fingerprint: text,
  name: text,
  severity: text,
  labels: texts,
  annotations: texts,
  runbookUrl: nullableText,
  generatorUrl: { ...nullableText, description: 'The query of the alert, in Prometheus.' },
} as const;

const incident = objectOf({
  id: uuid,
  state: { enum: INCIDENT_STATES },
  ...alert,
  startsAt: { ...time, description: 'When the alert began to fire.' },
  openedAt: { ...time, description: 'When the first notification arrived.' },
  updatedAt: { ...time, description: 'When the last notification arrived.' },
  resolvedAt: nullableTime,
  notifications: count,
  acknowledgedAt: nullableTime,
  acknowledgedBy: nullableText,
  note: nullableText,
});

const idParameter = objectOf({ id: uuid });

/** What the routes of incidents take and answer. */
export const incidentSchemas = {
  list: readSchema({
    tag: TAG,
    summary: 'Lists incidents, the newest first',
    description: 'An incident is an alert from its beginning to its end, as Alertmanager told of it.',
    query: {
      state: { enum: [...INCIDENT_STATES, 'all'], default: 'all' },
      severity: { type: 'string', minLength: 1, maxLength: 200, examples: ['critical'] },
      ...rangeParameters,
      limit: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: 50 },
      cursor: { type: 'string', maxLength: 200, description: 'The `nextCursor` of the page before.' },
    },
    answer: objectOf({
      incidents: listOf(incident),
      nextCursor: { ...nullableText, description: 'Null on the last page.' },
    }),
  }),
  one: readSchema({ tag: TAG, summary: 'Gives one incident', params: idParameter, answer: incident }),
  acknowledge: {
    tags: [TAG],
    summary: 'Says that somebody knows of an incident',
    description: 'It is recorded in the audit trail, without the note. The last acknowledgement counts.',
    security: [{ bearer: [] }],
    params: idParameter,
    body: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: { note: { type: 'string', minLength: 1, maxLength: MAX_NOTE_LENGTH } },
    },
    response: { 200: incident, ...errorAnswers },
  },
  current: readSchema({
    tag: TAG,
    summary: 'Lists the alerts that there are now',
    description:
      'As Alertmanager says, each with its incident; where it cannot be asked, the open incidents, and `reason` says why.',
    answer: objectOf({
      source: { enum: ['alertmanager', 'incidents'] },
      reason: nullableText,
      alerts: listOf(
        objectOf({
          ...alert,
          state: { enum: ['active', 'suppressed', 'unprocessed'] },
          startsAt: time,
          updatedAt: time,
          silencedBy: listOf(text),
          inhibitedBy: listOf(text),
          incidentId: nullableText,
          acknowledgedAt: nullableTime,
        }),
      ),
    }),
  }),
} as const;
