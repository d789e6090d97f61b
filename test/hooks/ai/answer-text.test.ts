import { describe, expect, it } from 'vitest';
import { AnswerGatherer } from '../../../src/hooks/ai/answer-gatherer.ts';

const ofWhole = (answer: unknown) => {
  const gatherer = new AnswerGatherer();
  gatherer.reported(answer);
  return gatherer.text;
};
const ofChunks = (...chunks: readonly unknown[]) => {
  const gatherer = new AnswerGatherer();
  for (const chunk of chunks) gatherer.received(chunk);
  return gatherer.text;
};

const TEXT = { type: 'text', text: 'Hello' };
const RESPONSE = {
  object: 'response',
  output: [
    { type: 'reasoning', summary: [] },
    { type: 'message', content: [{ type: 'output_text', text: 'Hello' }] },
  ],
};
const geminiOf = (...parts: readonly object[]) => ({ candidates: [{ content: { role: 'model', parts } }] });

describe('the text of a whole answer', () => {
  it.each([
    ['a text', 'Hello'],
    ['OpenAI, chat completions', { choices: [{ message: { role: 'assistant', content: 'Hello' } }] }],
    ['OpenAI, completions', { choices: [{ text: 'Hello' }] }],
    ['OpenAI, responses', RESPONSE],
    ['Anthropic', { type: 'message', content: [{ type: 'thinking', thinking: 'Hm' }, TEXT] }],
    ['Mistral, content in parts', { choices: [{ message: { content: [TEXT] } }] }],
    ['Gemini', geminiOf({ text: 'Hm', thought: true }, { text: 'Hel' }, { text: 'lo' })],
    ['Gemini, older client', { response: geminiOf({ text: 'Hello' }) }],
    ['AI SDK', { text: 'Hello', steps: [], finishReason: 'stop' }],
  ])('is found: %s', (_name, answer) => {
    expect(ofWhole(answer)).toBe('Hello');
  });

  it.each([
    ['calls of tools', { choices: [{ message: { content: null, tool_calls: [{}] } }] }],
    ['usage', { usage: { total_tokens: 1 } }],
    ['nothing', undefined],
    ['a number', 7],
    ['odd forms', { choices: [null], content: 7, output: [null, { content: null }] }],
  ])('is undefined: %s', (_name, answer) => {
    expect(ofWhole(answer)).toBeUndefined();
  });
});

describe('the text of a streamed answer', () => {
  const delta = (content: string, index = 0) => ({ choices: [{ index, delta: { content } }] });
  it.each([
    ['texts', ['Hel', 'lo']],
    ['OpenAI, chat completions, the first of two choices', [delta('Hel'), delta('Bye', 1), delta('lo')]],
    [
      'OpenAI, a whole answer after its pieces',
      [delta('Hel'), { choices: [{ message: { content: 'Hello' } }] }],
    ],
    [
      'OpenAI, responses',
      [
        { type: 'response.created', response: { output: [] } },
        { type: 'response.output_text.delta', delta: 'Hel' },
        { type: 'response.output_text.delta', delta: 'lo' },
        { type: 'response.output_text.done', text: 'Hello' },
        { type: 'response.completed', response: RESPONSE },
      ],
    ],
    [
      'Anthropic',
      [
        { type: 'message_start', message: { type: 'message', content: [] } },
        { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'Hm' } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Hel' } },
        { type: 'content_block_delta', delta: { type: 'text_delta', text: 'lo' } },
        { type: 'message_stop' },
      ],
    ],
    ['Gemini', [geminiOf({ text: 'Hel' }), geminiOf({ text: 'lo' })]],
    [
      'AI SDK 5 and later',
      [
        { type: 'text-start', id: '1' },
        { type: 'reasoning-delta', id: '0', text: 'Hm' },
        { type: 'text-delta', id: '1', text: 'Hel' },
        { type: 'text-delta', id: '1', text: 'lo' },
      ],
    ],
    [
      'AI SDK 4',
      [
        { type: 'text-delta', textDelta: 'Hel' },
        { type: 'text-delta', textDelta: 'lo' },
      ],
    ],
  ])('is put together: %s', (_name, chunks) => {
    expect(ofChunks(...chunks)).toBe('Hello');
  });

  it('is undefined where there is none', () => {
    expect(
      ofChunks(null, {}, [], { choices: 'x' }, { type: 'content_block_delta' }, new Uint8Array(3)),
    ).toBeUndefined();
  });
});
