import { USER_EXPORT_KINDS } from '../../privacy/index.ts';
import { readSchema } from './read-schema.ts';
import { count, linesAnswer, listOf, nullableText, nullableTime, objectOf, text, time } from './values.ts';

/** As long as ids of users may be in events. */
const MAX_ID_LENGTH = 200;
const MAX_CONSENTS = 1000;
const TAG = 'privacy';

const params = objectOf({
  userId: { type: 'string', minLength: 1, maxLength: MAX_ID_LENGTH, description: 'Id of the user.' },
});

const consentOf = (granted: object, at: object, by: object) =>
  objectOf({
    userId: text,
    granted,
    recordedAt: at,
    recordedBy: { ...by, description: 'Who recorded it: the user, or an administrator.' },
  });

const consentAnswer = consentOf({ type: ['boolean', 'null'] }, nullableTime, nullableText);

/** What the routes of privacy take and answer. */
export const privacySchemas = {
  export: readSchema({
    tag: TAG,
    summary: 'Exports everything that is kept about a user',
    description:
      'Streamed: it may be of any length. A user gets their own. The export is recorded in the audit trail.',
    params,
    answer: linesAnswer(
      `One object in each line; \`kind\` is one of ${USER_EXPORT_KINDS.map(kind => `\`${kind}\``).join(', ')}.`,
    ),
  }),
  erase: readSchema({
    tag: TAG,
    summary: 'Erases a user',
    description:
      'Nothing brings it back. The audit trail says that records were erased, and not whose. May be sent again, and has to be where it was interrupted.',
    params,
    answer: objectOf({
      events: count,
      requests: count,
      otherRows: { ...count, description: 'Sessions, daily counts, dead letters, consent and incidents.' },
      actions: { ...count, description: 'Actions of the audit trail whose details are gone.' },
    }),
  }),
  readConsent: readSchema({
    tag: TAG,
    summary: 'Says what a user answered',
    description: 'All is null where nothing is recorded. A user gets their own.',
    params,
    answer: consentAnswer,
  }),
  recordConsent: {
    ...readSchema({
      tag: TAG,
      summary: 'Records what a user answered',
      description: 'A refusal keeps events of the user from being taken in. A user records their own.',
      params,
      answer: consentAnswer,
    }),
    body: { ...objectOf({ granted: { type: 'boolean' } }), additionalProperties: false },
  },
  listConsents: readSchema({
    tag: TAG,
    summary: 'Lists what users answered',
    query: {
      limit: { type: 'integer', minimum: 1, maximum: MAX_CONSENTS, default: 100 },
      after: { type: 'string', maxLength: MAX_ID_LENGTH, description: 'The `next` of the page before.' },
    },
    answer: objectOf({
      consents: listOf(consentOf({ type: 'boolean' }, time, text)),
      next: { ...nullableText, description: 'Null on the last page.' },
    }),
  }),
} as const;
