import { type Fields, fieldsOf } from './fields.ts';

/** The text that a whole answer holds, in whichever provider's form; undefined where none is found. */
export function answerTextOf(answer: unknown): string | undefined {
  if (typeof answer === 'string') return answer || undefined;
  const fields = fieldsOf(answer);
  if (fields === undefined) return undefined;
  const own = textOfForm(fields);
  if (own !== undefined) return own;
  // The last events of OpenAI's Responses API, and the older client of Gemini, wrap the answer.
  const inner = fieldsOf(fields['response']);
  return inner === undefined ? undefined : textOfForm(inner);
}

function textOfForm(fields: Fields): string | undefined {
  const { choices, candidates, content, output } = fields;
  if (Array.isArray(choices)) return textOfChoice(fieldsOf(choices[0]));
  if (Array.isArray(candidates)) return textOfCandidate(candidates[0]);
  if (Array.isArray(content)) return textOfParts(content);
  if (Array.isArray(output)) {
    return textOfParts(output.flatMap(item => (fieldsOf(item)?.['content'] as unknown[] | undefined) ?? []));
  }
  // The AI SDK's result. Events of streams have a type, and their texts are pieces.
  return fields['type'] === undefined ? textIn(fields, 'text') : undefined;
}

function textOfChoice(choice: Fields | undefined): string | undefined {
  const message = fieldsOf(choice?.['message']);
  if (message === undefined) return textIn(choice, 'text');
  const { content } = message;
  return Array.isArray(content) ? textOfParts(content) : textIn(message, 'content');
}

/** The text that a chunk of a streamed answer adds. Of several choices it is the first that is told. */
export function deltaTextOf(chunk: unknown): string | undefined {
  if (typeof chunk === 'string') return chunk || undefined;
  const fields = fieldsOf(chunk);
  const { type, delta, choices, candidates } = fields ?? {};
  if (Array.isArray(choices)) {
    const choice = choices.map(fieldsOf).find(one => (one?.['index'] ?? 0) === 0);
    return textIn(fieldsOf(choice?.['delta']), 'content') ?? textIn(choice, 'text');
  }
  if (Array.isArray(candidates)) return textOfCandidate(candidates[0]);
  // Anthropic, OpenAI's Responses API, the AI SDK 5 and later and 4.
  if (type === 'content_block_delta') return textIn(fieldsOf(delta), 'text');
  if (type === 'response.output_text.delta') return textIn(fields, 'delta');
  if (type === 'text-delta')
    return textIn(fields, 'text') ?? textIn(fields, 'textDelta') ?? textIn(fields, 'delta');
  return undefined;
}

/** Whether a chunk is a whole answer: what the helpers of clients tell once they have put one together. */
export function isWholeAnswer(chunk: unknown): boolean {
  const fields = fieldsOf(chunk);
  const choices = fields?.['choices'];
  if (Array.isArray(choices)) return fieldsOf(choices[0])?.['message'] !== undefined;
  return fields?.['type'] === 'response.completed';
}

function textOfCandidate(candidate: unknown): string | undefined {
  const parts = fieldsOf(fieldsOf(candidate)?.['content'])?.['parts'];
  return Array.isArray(parts) ? textOfParts(parts) : undefined;
}

/** Parts that are no text have none; Gemini marks thoughts, which are no answer. */
function textOfParts(parts: readonly unknown[]): string | undefined {
  const texts = parts.map(fieldsOf).filter(part => part?.['thought'] !== true);
  return texts.map(part => textIn(part, 'text') ?? '').join('') || undefined;
}

function textIn(fields: Fields | undefined, name: string): string | undefined {
  const text = fields?.[name];
  return typeof text === 'string' && text !== '' ? text : undefined;
}
