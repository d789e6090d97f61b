import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { createObserved, readAll, TARGET } from './observed.ts';
import { createProvider, sendEvents, sendJson } from './provider.ts';

const ASK = { model: 'gpt-test', input: 'Hi' };
const response = (status: string, error: object | null) => ({
  ...{ id: 'r1', object: 'response', created_at: 1, model: 'gpt-test', output: [], usage: null },
  status,
  error,
});
const FAILED = response('failed', { code: 'server_error', message: 'The model broke.' });
const PIECE = {
  type: 'response.output_text.delta',
  delta: 'Hel',
  item_id: 'm1',
  output_index: 0,
  content_index: 0,
};

/** A client of a provider that streams these events. */
const streaming = (...events: readonly object[]) =>
  createProvider((_request, answer) => {
    sendEvents(answer, events);
    answer.end();
  });

async function observeStream(client: OpenAI) {
  const { observeAiCall, recorded } = createObserved();
  const read = await readAll(
    await observeAiCall(TARGET, () => client.responses.create({ ...ASK, stream: true })),
  );
  return { read, recorded: await recorded() };
}

describe('a failure that the openai client does not throw', () => {
  it('is an error where a response says that it failed', async () => {
    const client = await createProvider((_request, answer) => sendJson(answer, 200, FAILED));
    const { observeAiCall, recorded } = createObserved();
    const answer = await observeAiCall(TARGET, () => client.responses.create(ASK));
    expect(answer.status).toBe('failed');
    const errors = { calls: { error: 1 }, errors: { server_error: 1 }, inFlight: 0 };
    expect(await recorded()).toMatchObject(errors);
  });

  it.each([
    ['response.failed', { type: 'response.failed', response: FAILED }, 'server_error'],
    [
      'response.failed without a reason',
      { type: 'response.failed', response: response('failed', null) },
      'unknown',
    ],
    [
      'error',
      { type: 'error', code: 'rate_limit_exceeded', message: 'Slow down.', param: null },
      'rate_limit',
    ],
  ])('is an error where a stream ends with the event %s', async (_what, event, kind) => {
    const { read, recorded } = await observeStream(await streaming(PIECE, event));
    expect(read).toHaveLength(2);
    const expected = { calls: { error: 1 }, errors: { [kind]: 1 }, tokens: { output: 1 }, inFlight: 0 };
    expect(recorded).toMatchObject(expected);
  });

  it('is none where a response is only incomplete, or goes on', async () => {
    const incomplete = { type: 'response.incomplete', response: response('incomplete', null) };
    const begun = { type: 'response.created', response: response('in_progress', null) };
    const { recorded } = await observeStream(await streaming(begun, PIECE, incomplete));
    expect(recorded).toMatchObject({ calls: { success: 1 }, errors: {}, inFlight: 0 });
  });
});
