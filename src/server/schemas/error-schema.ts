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
