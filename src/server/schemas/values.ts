/** A count, 0 or more. */
export const count = { type: 'integer', minimum: 0 } as const;
export const amount = { type: 'number' } as const;
export const nullableAmount = { type: ['number', 'null'] } as const;
export const time = { type: 'string', format: 'date-time' } as const;
export const nullableTime = { type: ['string', 'null'], format: 'date-time' } as const;
export const text = { type: 'string' } as const;
export const nullableText = { type: ['string', 'null'] } as const;

/** An object with exactly these fields. */
export function objectOf<const Fields extends Readonly<Record<string, object>>>(properties: Fields) {
  return { type: 'object', required: Object.keys(properties), properties } as const;
}

export const listOf = (items: object) => ({ type: 'array', items }) as const;

/** Counts by names that come from outside. */
export const countsByName = { type: 'object', additionalProperties: count } as const;

/** A file with a JSON object in each line. */
export const linesAnswer = (description: string) => ({
  description,
  content: { 'application/x-ndjson': { schema: text } },
});
