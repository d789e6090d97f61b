import { describe, expect, it } from 'vitest';
import { createObserved, readAll, streamOf, TARGET } from './observed.ts';

/** Tokens and first tokens that an answer, or the chunks of a streamed one, lead to. */
async function measure(...chunks: readonly unknown[]) {
  const { observeAiCall, recorded } = createObserved();
  const read = await readAll(await observeAiCall(TARGET, () => streamOf(...chunks)));
  expect(read).toEqual(chunks);
  const { tokens, firstTokens } = await recorded();
  return { tokens, firstTokens };
}

async function measureWhole(answer: unknown) {
  const { observeAiCall, recorded } = createObserved();
  expect(await observeAiCall(TARGET, () => answer)).toBe(answer);
  return (await recorded()).tokens;
}

const ANTHROPIC_START = {
  type: 'message_start',
  message: {
    type: 'message',
    role: 'assistant',
    content: [],
    usage: {
      input_tokens: 25,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
      output_tokens: 1,
    },
  },
};
const anthropicText = (text: string) => ({
  type: 'content_block_delta',
  index: 0,
  delta: { type: 'text_delta', text },
});

describe('answers of Anthropic', () => {
  it('are counted by kinds that are disjoint', async () => {
    const usage = {
      input_tokens: 25,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
      output_tokens: 15,
    };
    expect(await measureWhole({ type: 'message', content: [], usage })).toEqual({
      input: 25,
      cache_write: 100,
      cache_read: 50,
      output: 15,
    });
  });

  it('are counted while they are streamed, the last count of output replacing the first', async () => {
    const events = [
      ANTHROPIC_START,
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      anthropicText('Hel'),
      anthropicText('lo'),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 15 } },
      { type: 'message_stop' },
    ];
    expect(await measure(...events)).toEqual({
      tokens: { input: 25, cache_write: 100, cache_read: 50, output: 15 },
      firstTokens: 1,
    });
  });

  it('are counted by the same kinds where the usage tells thinking, which is part of the output', async () => {
    const usage = {
      input_tokens: 25,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 50,
      output_tokens: 15,
      output_tokens_details: { thinking_tokens: 6 },
    };
    const tokens = { input: 25, cache_write: 100, cache_read: 50, output: 9, reasoning: 6 };
    expect(await measureWhole({ type: 'message', content: [], usage })).toEqual(tokens);
    const end = { output_tokens: 15, output_tokens_details: { thinking_tokens: 6 } };
    const events = [
      { ...ANTHROPIC_START, message: { usage: { ...usage, output_tokens: 1, output_tokens_details: null } } },
      anthropicText('Hello'),
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: end },
      { type: 'message_stop' },
    ];
    expect(await measure(...events)).toEqual({ tokens, firstTokens: 1 });
  });

  it('keep what their cache served and took where the usage has no word on thinking', async () => {
    const usage = { ...ANTHROPIC_START.message.usage, output_tokens_details: null };
    expect(await measureWhole({ type: 'message', content: [], usage })).toEqual({
      input: 25,
      cache_write: 100,
      cache_read: 50,
      output: 1,
    });
  });

  it('count what was received where the reader gives up, not what the first event announces', async () => {
    const { observeAiCall, recorded } = createObserved();
    const stream = await observeAiCall(TARGET, () =>
      streamOf<object>(ANTHROPIC_START, ...['a', 'b', 'c', 'd'].map(anthropicText), { type: 'never read' }),
    );
    let count = 0;
    for await (const _ of stream) if (++count === 5) break;
    const { calls, tokens } = await recorded();
    expect(calls).toEqual({ abandoned: 1 });
    expect(tokens).toEqual({ input: 25, cache_write: 100, cache_read: 50, output: 4 });
  });
});

describe('answers of Gemini', () => {
  const usageMetadata = {
    promptTokenCount: 100,
    cachedContentTokenCount: 30,
    candidatesTokenCount: 20,
    thoughtsTokenCount: 50,
    toolUsePromptTokenCount: 5,
    totalTokenCount: 175,
  };
  const part = (text: string, usage: object) => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] } }],
    usageMetadata: usage,
  });

  it('are counted by kinds that are disjoint and add up to the total', async () => {
    const tokens = await measureWhole(part('Hello', usageMetadata));
    expect(tokens).toEqual({ input: 75, cache_read: 30, output: 20, reasoning: 50 });
    expect(Object.values(tokens).reduce((a, b) => a + b)).toBe(usageMetadata.totalTokenCount);
  });

  it('are counted once though every chunk of a stream reports a running total', async () => {
    const chunks = [
      part('Hel', { ...usageMetadata, candidatesTokenCount: 8 }),
      part('lo', { ...usageMetadata, candidatesTokenCount: 14 }),
      { candidates: [{ finishReason: 'STOP' }], usageMetadata },
    ];
    expect(await measure(...chunks)).toEqual({
      tokens: { input: 75, cache_read: 30, output: 20, reasoning: 50 },
      firstTokens: 1,
    });
  });
});

describe('answers of OpenAI', () => {
  it('are counted by kinds that are disjoint with the Responses API', async () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 40 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 20 },
      total_tokens: 150,
    };
    const tokens = { input: 60, cache_read: 40, output: 30, reasoning: 20 };
    expect(await measureWhole({ object: 'response', usage })).toEqual(tokens);
    const events = [
      { type: 'response.created', response: { usage: null } },
      { type: 'response.output_item.added', item: {} },
      { type: 'response.output_text.delta', delta: 'Hello' },
      { type: 'response.completed', response: { usage } },
    ];
    expect(await measure(...events)).toEqual({ tokens, firstTokens: 1 });
  });

  it.each([
    ['chat completions', 'prompt_tokens', 'completion_tokens'],
    ['responses', 'input_tokens', 'output_tokens'],
  ])('are counted without what a cache took: %s', async (_what, input, output) => {
    const usage = {
      [input]: 100,
      [`${input}_details`]: { cached_tokens: 40, cache_write_tokens: 10 },
      [output]: 50,
      [`${output}_details`]: { reasoning_tokens: 20 },
      total_tokens: 150,
    };
    expect(await measureWhole({ usage })).toEqual({
      input: 50,
      cache_read: 40,
      cache_write: 10,
      output: 30,
      reasoning: 20,
    });
  });

  it('are counted whole where the total tells that reasoning is beside the output, as with xAI', async () => {
    const usage = {
      prompt_tokens: 32,
      completion_tokens: 9,
      completion_tokens_details: { reasoning_tokens: 94 },
      total_tokens: 135,
    };
    expect(await measureWhole({ usage })).toEqual({ input: 32, output: 9, reasoning: 94 });
  });

  it('are counted for embeddings, and for legacy completions', async () => {
    expect(await measureWhole({ data: [], usage: { prompt_tokens: 8, total_tokens: 8 } })).toEqual({
      input: 8,
    });
    expect(await measure({ choices: [{ text: 'a' }] }, { choices: [{ text: '' }] })).toEqual({
      tokens: { output: 1 },
      firstTokens: 1,
    });
  });
});

describe('answers that report nonsense', () => {
  it.each([
    { prompt_tokens: -5, completion_tokens: Number.NaN },
    { prompt_tokens: '12', completion_tokens: '7' },
    { prompt_tokens: Number.POSITIVE_INFINITY, completion_tokens: 7n },
    { prompt_tokens: null, completion_tokens: {}, prompt_tokens_details: 'x', completion_tokens_details: [] },
    { input_tokens: [], output_tokens: true },
    'usage',
    7,
    null,
  ])('count nothing of a usage like %o', async usage => {
    const { observeAiCall, recorded, logged } = createObserved();
    await observeAiCall(TARGET, () => ({ usage }));
    await readAll(await observeAiCall(TARGET, () => streamOf({ usage }, { usageMetadata: usage })));
    expect(await recorded()).toMatchObject({ calls: { success: 2 }, tokens: {}, inFlight: 0 });
    expect(logged).toEqual([]);
  });

  it('never count less than 0 where a part is more than its total', async () => {
    const usage = { prompt_tokens: 5, prompt_tokens_details: { cached_tokens: 9 }, completion_tokens: 0 };
    expect(await measureWhole({ usage })).toEqual({ cache_read: 9 });
  });
});
