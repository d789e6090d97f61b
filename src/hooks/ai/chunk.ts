import { type Fields, fieldsOf } from './fields.ts';

/** Whether a chunk of a streamed answer carries something generated: text, reasoning, or a piece of a tool call. */
export function hasContent(chunk: unknown): boolean {
  const fields = fieldsOf(chunk);
  if (fields === undefined) return typeof chunk === 'string' && chunk !== '';
  const choices = fields['choices'];
  if (Array.isArray(choices))
    return choices.map(fieldsOf).some(choice => hasOpenAiDelta(choice?.['delta']) || hasText(choice));
  if (typeof fields['type'] === 'string')
    return /delta/.test(fields['type']) && fields['type'] !== 'message_delta';
  const candidates = fields['candidates'];
  return Array.isArray(candidates) && candidates.some(one => fieldsOf(one)?.['content'] !== undefined);
}

/** Legacy completions carry the text itself. */
function hasText(choice: Fields | undefined): boolean {
  return typeof choice?.['text'] === 'string' && choice['text'] !== '';
}

const EMPTY_DELTA: ReadonlySet<unknown> = new Set([undefined, null, '']);

function hasOpenAiDelta(delta: unknown): boolean {
  return Object.entries(fieldsOf(delta) ?? {}).some(
    ([name, value]) => name !== 'role' && !EMPTY_DELTA.has(value),
  );
}

/** Events that end an answer: of Anthropic, of OpenAI's Responses API, of the AI SDK. */
const LAST_TYPES: ReadonlySet<unknown> = new Set([
  'message_stop',
  'response.completed',
  'response.incomplete',
  'finish',
]);

/** Whether nothing generated comes after this chunk; at most the usage does. Of several choices, the first to end counts. */
export function isLast(chunk: unknown): boolean {
  const fields = fieldsOf(chunk);
  return (
    LAST_TYPES.has(fields?.['type']) ||
    hasReason(fields?.['choices'], 'finish_reason') ||
    hasReason(fields?.['candidates'], 'finishReason')
  );
}

function hasReason(alternatives: unknown, name: string): boolean {
  return Array.isArray(alternatives) && alternatives.some(one => Boolean(fieldsOf(one)?.[name]));
}
