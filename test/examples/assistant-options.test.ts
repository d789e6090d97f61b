import { expect, test } from 'vitest';
import { parseAssistantOptions } from '../../examples/assistant/config.ts';

test('without flags and variables the assistant talks to the example model server', () => {
  expect(parseAssistantOptions([], {})).toEqual({
    port: 3001,
    host: '127.0.0.1',
    model: {
      baseUrl: 'http://127.0.0.1:3002/v1',
      apiKey: 'sk-local',
      known: ['small-coder', 'gpt-4.1', 'reasoning-coder'],
      name: 'small-coder',
      provider: 'openai',
      maxActiveCalls: 2,
    },
    sessionTimeoutMs: 1_800_000,
    logLevel: 'warn',
  });
});

test('flags win over variables, and an empty variable is none', () => {
  const env = {
    ASSISTANT_PORT: '4001',
    ASSISTANT_HOST: '',
    MODEL_BASE_URL: 'https://models.example.com/v1',
    MODEL_NAME: '',
    SESSION_TIMEOUT_SECONDS: '0.5',
  };
  const options = parseAssistantOptions(['--port', '0', '--workspace', 'data'], env);
  expect(options).toMatchObject({ port: 0, host: '127.0.0.1', workspace: 'data', sessionTimeoutMs: 500 });
  expect(options.model).toMatchObject({ baseUrl: 'https://models.example.com/v1', name: 'small-coder' });
});

test('a setting that is wrong is refused with what was expected', () => {
  expect(() => parseAssistantOptions(['--port', '70000'], {})).toThrow(/port: expected a number .* '70000'/);
  expect(() => parseAssistantOptions(['--colour'], {})).toThrow(/Usage/);
  expect(() => parseAssistantOptions([], { SESSION_TIMEOUT_SECONDS: 'soon' })).toThrow(
    /SESSION_TIMEOUT_SECONDS/,
  );
  for (const count of ['0', '1.5', 'many']) {
    expect(() => parseAssistantOptions([], { MODEL_MAX_ACTIVE_CALLS: count })).toThrow(
      `MODEL_MAX_ACTIVE_CALLS: expected a whole number above 0, found '${count}'`,
    );
  }
  expect(() => parseAssistantOptions([], { LOG_LEVEL: 'loud' })).toThrow(/LOG_LEVEL: expected one of trace/);
});
