const id = { type: 'string', format: 'uuid' } as const;
const text = { type: 'string' } as const;
const nullableText = { type: ['string', 'null'] } as const;

/** As many as one request lists or names. */
const MAX_LETTERS = 1000;

/** Which page of a list. */
export const pageParameters = {
  limit: { type: 'integer', minimum: 1, maximum: MAX_LETTERS, default: 100 },
  before: { ...id, description: 'The `next` of the page before.' },
} as const;

/** The ids that are meant. */
export const idList = { type: 'array', minItems: 1, maxItems: MAX_LETTERS, items: id } as const;

/** The answer with a page; `next` goes as `before` of the next one, and is null on the last. */
export function pageSchema(properties: Readonly<Record<string, object>>) {
  return {
    type: 'object',
    properties: {
      deadLetters: { type: 'array', items: { type: 'object', properties: { id, ...properties } } },
      next: nullableText,
    },
  } as const;
}

/** A page of a list as it is answered. */
export function buildPage<Letter extends { readonly id: string }>(
  deadLetters: readonly Letter[],
  limit: number,
) {
  return { deadLetters, next: deadLetters.length < limit ? null : (deadLetters.at(-1)?.id ?? null) };
}

export const storeLetter = {
  reason: { ...text, description: 'SQLSTATE of PostgreSQL, or `record` for what is no event.' },
  detail: text,
  type: nullableText,
  createdAt: text,
  excerpt: { ...text, description: 'The begin of the event as it arrived.' },
} as const;

export const deliveryLetter = {
  consumer: text,
  eventId: text,
  userId: nullableText,
  timestamp: text,
  reason: text,
  attempts: { type: 'integer' },
  createdAt: text,
  isResending: { type: 'boolean' },
} as const;
