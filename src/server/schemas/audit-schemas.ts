import { readSchema } from './read-schema.ts';
import { count, linesAnswer, listOf, nullableText, objectOf, text, time } from './values.ts';

const TAG = 'audit';
const MAX_ACTIONS = 1000;

/** What the routes of the audit trail take and answer. */
export const auditSchemas = {
  list: readSchema({
    tag: TAG,
    summary: 'Lists who did what, the newest first',
    description: 'Actor, target and details are null where they were erased or have expired.',
    query: {
      limit: { type: 'integer', minimum: 1, maximum: MAX_ACTIONS, default: 100 },
      before: { ...count, description: 'The `next` of the page before.' },
    },
    answer: objectOf({
      actions: listOf(
        objectOf({
          leaf: { ...count, description: 'Index of its leaf in the trail.' },
          at: time,
          action: { ...text, examples: ['privacy.export'] },
          actor: { ...nullableText, description: 'The user of the token, or its id.' },
          target: { ...nullableText, description: 'The user whom it concerns.' },
          details: { type: ['object', 'null'], additionalProperties: true },
        }),
      ),
      next: { type: ['integer', 'null'], description: 'Null on the last page.' },
    }),
  }),
  export: readSchema({
    tag: TAG,
    summary: 'Exports the audit trail',
    description:
      'For `aiwatch audit verify`. It is signed to its end before; the export is itself recorded in the trail.',
    answer: linesAnswer('The lines that docs/audit-format.md describes.'),
  }),
  key: readSchema({
    tag: TAG,
    summary: 'Gives the public key that checks the signatures',
    answer: objectOf({ vkey: { ...text, description: '`name+id+base64`' } }),
  }),
  checkpoint: readSchema({
    tag: TAG,
    summary: 'Gives the last signed checkpoint',
    answer: objectOf({
      checkpoint: { ...nullableText, description: 'A signed note; null where nothing was signed yet.' },
    }),
  }),
} as const;
