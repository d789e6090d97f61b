import { z } from 'zod';
import { EVENT_TYPES, type EventTypeDef } from '../../catalogue/events/index.ts';

/** A JSON Schema. */
type Schema = Readonly<Record<string, unknown>>;

/** The events of a type as an application reports them: for those who write them in other languages. */
function buildEventSchema({ type, help, events, data }: EventTypeDef): Schema {
  const { $schema: _schema, ...dataSchema } = z.toJSONSchema(data, { io: 'input' });
  return {
    type: 'object',
    description: help,
    required: ['type'],
    properties: {
      type: { const: type },
      event: {
        type: 'string',
        description: `One of ${events.join(', ')}; others are taken too.`,
        default: events[0],
      },
      data: dataSchema,
      id: { type: 'string', maxLength: 200, description: 'Sent twice, it is stored once.' },
      sessionId: { type: ['string', 'null'] },
      userId: { type: ['string', 'null'] },
      timestamp: { type: ['string', 'integer'], description: 'ISO 8601, or Unix milliseconds; default now.' },
    },
  };
}

/** A schema of each type of event, named as `ChatEvent`. */
export function buildEventSchemas() {
  return Object.fromEntries(
    EVENT_TYPES.map(def => [
      `${def.type.charAt(0).toUpperCase()}${def.type.slice(1)}Event`,
      buildEventSchema(def),
    ]),
  );
}
