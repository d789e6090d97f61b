import type { FastifySchema } from 'fastify';
import { errorAnswers } from './error-schema.ts';

/** What a route that answers questions says of itself. */
export interface ReadDescription {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Its parameters, by name. */
  readonly query?: Readonly<Record<string, object>>;
  readonly params?: object;
  /** What it answers, a JSON Schema. */
  readonly answer: object;
}

/**
 * The schema of a route that needs a token and reads. A parameter that it does not know is refused: a filter with a
 * misspelt name would otherwise silently be none.
 */
export function readSchema({ tag, query = {}, params, answer, ...texts }: ReadDescription): FastifySchema {
  return {
    ...texts,
    tags: [tag],
    security: [{ bearer: [] }],
    querystring: { type: 'object', additionalProperties: false, properties: query },
    ...(params !== undefined && { params }),
    response: { 200: answer, ...errorAnswers },
  };
}
