import { EVENT_TYPES } from '../../catalogue/index.ts';
import type { JsonObject } from '../event.ts';

/** At the level `metadata`, texts of fields that the catalogue does not know are kept up to this many characters. */
export const METADATA_TEXT_LENGTH = 100;

/** Where the length of a text that is left out is kept, when the application has not said it. */
const LENGTH_FIELDS: Readonly<Record<string, string>> = {
  userMessage: 'messageLength',
  assistantResponse: 'responseLength',
  messageText: 'messageLength',
  message: 'messageLength',
  output: 'outputLength',
};

const contentFields = new Map<string, ReadonlySet<string>>(
  EVENT_TYPES.map(({ type, content }) => [type, new Set(content)]),
);

/** The data of an event without what people and models wrote; lengths stay, or are added. */
export function withoutContent(type: string, data: JsonObject): JsonObject {
  const content = contentFields.get(type);
  if (content === undefined || content.size === 0) return data;
  const kept: [string, unknown][] = Object.entries(data).filter(([name]) => !content.has(name));
  for (const name of content) {
    const text = data[name];
    const lengthField = LENGTH_FIELDS[name];
    if (typeof text !== 'string' || lengthField === undefined || Object.hasOwn(data, lengthField)) continue;
    kept.push([lengthField, text.length]);
  }
  return Object.fromEntries(kept);
}
