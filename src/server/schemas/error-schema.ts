/** Every answer that is an error (`plugins/error-body.ts`). */
export const errorSchema = {
  type: 'object',
  description: 'What was wrong, and what to do about it.',
  required: ['error', 'message'],
  properties: {
    error: { type: 'string', description: 'A stable code.', examples: ['REQUEST_INVALID'] },
    message: { type: 'string' },
    field: { type: 'string', description: 'The part of the request that was wrong.', examples: ['from'] },
    expected: { type: 'string' },
    found: { type: 'string' },
    id: { type: 'string', description: 'Of a failure of the server: by it the log has more.' },
  },
} as const;

/** What a route says of its refusals where it has nothing to say of single ones. */
export const errorAnswers = { '4xx': errorSchema, '5xx': errorSchema } as const;

/** Answers that are errors, each by its status with what it means. */
export function refusalAnswers<const Meanings extends Readonly<Record<number, string>>>(meanings: Meanings) {
  const answers = Object.entries(meanings).map(([status, description]) => [
    status,
    { ...errorSchema, description },
  ]);
  return Object.fromEntries(answers) as { readonly [Status in keyof Meanings]: typeof errorSchema };
}
