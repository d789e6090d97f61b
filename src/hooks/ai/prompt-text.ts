import { type Fields, fieldsOf } from './fields.ts';

/**
 * What a model is asked: the text of the user, or the messages as the provider takes them (`messages` of OpenAI, of
 * Anthropic and of the AI SDK, `input` of OpenAI's Responses API, `contents` of Gemini), or a function that tells them.
 */
export type Prompt = string | readonly unknown[] | (() => string | readonly unknown[] | undefined);

/** What the user wrote last; undefined where no user wrote anything. */
export function promptTextOf(prompt: Prompt | undefined): string | undefined {
  const given = typeof prompt === 'function' ? prompt() : prompt;
  if (!Array.isArray(given)) return typeof given === 'string' ? given : undefined;
  for (let i = given.length - 1; i >= 0; i--) {
    const text = textOfUser(given[i]);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Messages of users that only bring the results of tools have no text. */
function textOfUser(message: unknown): string | undefined {
  if (typeof message === 'string') return message || undefined;
  const fields = fieldsOf(message);
  if (fields === undefined || (fields['role'] ?? 'user') !== 'user') return undefined;
  const content = fields['content'] ?? fields['parts'] ?? [fields];
  if (typeof content === 'string') return content || undefined;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map(part => (typeof part === 'string' ? part : textOfPart(fieldsOf(part))));
  return texts.filter(text => text !== '').join('\n') || undefined;
}

function textOfPart(part: Fields | undefined): string {
  const text = part?.['text'];
  return typeof text === 'string' ? text : '';
}
