import { describe, expect, it } from 'vitest';
import { promptTextOf } from '../../../src/hooks/ai/prompt-text.ts';

const text = { type: 'text', text: 'Hello' };

describe('what the user wrote', () => {
  it.each([
    ['a text', 'Hello'],
    ['a function', () => 'Hello'],
    [
      'messages of OpenAI',
      [
        { role: 'system', content: 'Be kind' },
        { role: 'user', content: 'Hello' },
      ],
    ],
    [
      'the last of the user, before what tools told',
      [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: 'Yes?' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', tool_calls: [{}] },
        { role: 'tool', content: '{"files":[]}' },
      ],
    ],
    ['the input of the Responses API', [{ role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }]],
    [
      'messages of Anthropic, with the results of tools',
      [
        { role: 'user', content: [text] },
        { role: 'assistant', content: [{ type: 'tool_use' }] },
        { role: 'user', content: [{ type: 'tool_result', content: 'file' }] },
      ],
    ],
    [
      'contents of Gemini',
      [
        { role: 'user', parts: [{ text: 'Hello' }] },
        { role: 'model', parts: [{ text: 'Hi' }] },
      ],
    ],
    ['contents of Gemini as texts', ['Hello']],
    ['messages of the AI SDK', () => [{ role: 'user', content: [text, { type: 'image', image: 'data:' }] }]],
    ['messages of its user interface', [{ role: 'user', parts: [text] }]],
  ])('is found: %s', (_name, prompt) => {
    expect(promptTextOf(prompt)).toBe('Hello');
  });

  it.each([
    ['nothing', undefined],
    ['no messages', []],
    ['no user', [{ role: 'system', content: 'Be kind' }]],
    ['odd forms', [null, 7, { role: 'user' }, { role: 'user', content: 7 }]],
  ])('is undefined: %s', (_name, prompt) => {
    expect(promptTextOf(prompt)).toBeUndefined();
  });
});
