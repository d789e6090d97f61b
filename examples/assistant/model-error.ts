import { APIConnectionError, APIError } from 'openai';
import { AssistantError } from './errors.ts';

/** What a call to the model threw, as the assistant answers it: a bad gateway, or, from a busy model, when to come back. */
export function toModelError(cause: unknown): AssistantError {
  if (!(cause instanceof APIError)) {
    // Neither a refusal nor a failed connection: the stream broke off.
    return new AssistantError(502, 'model_failed', 'The answer of the model broke off.', { cause });
  }
  if (cause.status === 429) {
    const headers = { 'retry-after': readRetryAfter(cause.headers) };
    return new AssistantError(503, 'model_busy', 'The model is busy. Please try again later.', {
      headers,
      cause,
    });
  }
  if (cause.code === 'context_length_exceeded') {
    const message = 'The conversation is too long for this model.';
    return new AssistantError(502, 'context_too_long', message, { cause });
  }
  if (cause.status === 404) {
    return new AssistantError(502, 'model_unknown', 'There is no such model.', { cause });
  }
  const isAway = cause instanceof APIConnectionError;
  const message = isAway ? 'The model cannot be reached.' : 'The model failed to answer.';
  return new AssistantError(502, 'model_failed', message, { cause });
}

/** Seconds, or a date, as the provider sent it; one second when it said nothing usable. */
function readRetryAfter(headers: Headers | undefined): string {
  const text = headers?.get('retry-after') ?? '';
  return /^[\w:, ]{1,40}$/.test(text) ? text : '1';
}
