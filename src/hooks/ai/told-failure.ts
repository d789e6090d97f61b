import { type Fields, fieldsOf } from './fields.ts';

/**
 * The failure that an answer, or a chunk of a streamed one, tells of itself where its client throws nothing: the
 * Responses API of OpenAI, the AI SDK. Undefined where it tells none.
 */
export function toldFailureOf(part: unknown): unknown {
  const fields = fieldsOf(part);
  if (fields === undefined) return undefined;
  const { type } = fields;
  // The AI SDK wraps the error; an event of OpenAI's is it.
  if (type === 'error') return fields['error'] ?? fields;
  if (type === 'abort') return new DOMException('The stream was aborted.', 'AbortError');
  const response = type === 'response.failed' ? fieldsOf(fields['response']) : fields;
  return response?.['object'] === 'response' ? errorOfResponse(response) : undefined;
}

function errorOfResponse({ status, error }: Fields): unknown {
  return status === 'failed' ? (error ?? new Error('The response failed.')) : undefined;
}
