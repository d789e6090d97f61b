import { describe, expect, test } from 'vitest';
import { waitUntil } from '../support/wait-until.ts';
import { connect, type Frame, readMetric, startServers } from './assistant-servers.ts';

const textOf = (frames: readonly Frame[]) =>
  frames.map(frame => (frame.type === 'delta' ? frame['text'] : '')).join('');

describe('an answer', () => {
  test('is streamed as deltas and ends with what it cost', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const frames = await client.chat('Write a retry function with backoff.');
    expect(textOf(frames)).toMatch(/```typescript\n[\s\S]*retry[\s\S]*```/);
    expect(frames.filter(frame => frame.type === 'delta').length).toBeGreaterThan(10);
    expect(frames.at(-1)).toMatchObject({ type: 'done', usage: { completionTokens: expect.any(Number) } });
  });

  test('comes as one body when it is not streamed', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const message = 'Create src/cache.ts with an LRU cache.';
    const { status, json } = await client.call('POST', '/api/chat', { json: { message, stream: false } });
    expect(status).toBe(200);
    expect(json.toolCalls).toEqual([{ name: 'write_file', result: 'success' }]);
    expect(json.text).toContain('src/cache.ts');
    expect(json.usage.promptTokens).toBeGreaterThan(0);
  });

  test('does in the workspace what the prompt asks for', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const created = await client.chat('Create src/cache.ts with an LRU cache, then read src/cache.ts again.');
    expect(created.filter(frame => frame.type === 'tool')).toEqual([
      { type: 'tool', name: 'write_file', result: 'success' },
      { type: 'tool', name: 'read_file', result: 'success' },
    ]);
    expect((await client.call('GET', '/api/files/src/cache.ts')).text).toContain('class LruCache');
    await client.chat('Delete src/cache.ts, nobody needs it any more.');
    expect((await client.call('GET', '/api/files/src/cache.ts')).status).toBe(404);
  });

  test('goes on when a tool fails, and tells the model', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const frames = await client.chat('Read src/missing.ts and explain it.');
    expect(frames[0]).toEqual({ type: 'tool', name: 'read_file', result: 'error' });
    expect(textOf(frames)).toContain('did not work');
    expect(await readMetric(assistant, 'ai_tool_calls_total', { tool: 'read_file', status: 'error' })).toBe(
      1,
    );
  });

  test('knows what was said before', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const usageOf = async (message: string) => (await client.chat(message)).at(-1)?.['usage'];
    const first = (await usageOf('What is a queue?')) as { promptTokens: number };
    const second = (await usageOf('What is a queue?')) as { promptTokens: number };
    expect(second.promptTokens).toBeGreaterThan(first.promptTokens);
  });
});

describe('a client that leaves', () => {
  test('in the middle of a stream aborts the call to the model, and both are counted', async () => {
    const { assistant, model } = await startServers({}, { latencyFactor: 3 });
    const client = await connect(assistant);
    const leave = new AbortController();
    const json = { message: 'Write a retry function with backoff.', stream: true };
    const response = await client.fetch('POST', '/api/chat', { json, signal: leave.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    leave.abort();
    await waitUntil(() => expect(model.stats()).toMatchObject({ aborted: 1, active: 0, completed: 0 }));
    await waitUntil(async () =>
      expect(await readMetric(assistant, 'ai_api_calls_total', { status: 'abandoned' })).toBe(1),
    );
    const labels = { route: '/api/chat', outcome: 'aborted', stream: 'true' };
    expect(await readMetric(assistant, 'http_requests_total', labels)).toBe(1);
    expect(await readMetric(assistant, 'ai_tokens_used_total', { type: 'output' })).toBeGreaterThan(0);
    expect(await readMetric(assistant, 'ai_errors_total')).toBe(0);
  });

  test('before the first token aborts the call as well', async () => {
    const { assistant, model } = await startServers({}, { latencyFactor: 100 });
    const client = await connect(assistant);
    const leave = new AbortController();
    const json = { message: 'What is a queue?', stream: true };
    const answer = client.fetch('POST', '/api/chat', { json, signal: leave.signal });
    await waitUntil(() => expect(model.stats().active).toBe(1));
    leave.abort();
    await expect(answer).rejects.toThrow();
    await waitUntil(async () =>
      expect(await readMetric(assistant, 'ai_api_calls_total', { status: 'abandoned' })).toBe(1),
    );
    expect(model.stats()).toMatchObject({ aborted: 1, active: 0 });
    expect(
      await readMetric(assistant, 'http_requests_total', { outcome: 'aborted', status_code: '499' }),
    ).toBe(1);
  });
});

describe('a model that fails', () => {
  test('before the first byte is a bad gateway, counted by kind', async () => {
    const { assistant } = await startServers({}, { errorRate: 1 });
    const client = await connect(assistant);
    for (const stream of [true, false]) {
      const answer = await client.call('POST', '/api/chat', {
        json: { message: 'What is a queue?', stream },
      });
      expect(answer).toMatchObject({ status: 502, json: { error: 'model_failed' } });
    }
    expect(await readMetric(assistant, 'ai_errors_total', { provider: 'openai', model: 'small-coder' })).toBe(
      2,
    );
    expect(
      await readMetric(assistant, 'http_requests_total', { route: '/api/chat', status_code: '502' }),
    ).toBe(2);
  });

  test('by being busy says when to come back', async () => {
    const { assistant } = await startServers({}, { rateLimitRate: 1 });
    const client = await connect(assistant);
    const answer = await client.call('POST', '/api/chat', { json: { message: 'Hello', stream: true } });
    expect(answer).toMatchObject({ status: 503, json: { error: 'model_busy' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await readMetric(assistant, 'ai_errors_total', { error_type: 'rate_limit' })).toBe(1);
  });

  test('in the middle of its answer ends the stream with an error frame', async () => {
    const { assistant } = await startServers({}, { midStreamFailureRate: 1 });
    const client = await connect(assistant);
    const frames = await client.chat('Write a retry function with backoff.');
    expect(frames[0]?.type).toBe('delta');
    expect(frames.at(-1)).toEqual({ type: 'error', message: 'The answer of the model broke off.' });
    expect(await readMetric(assistant, 'ai_errors_total', { error_type: 'network' })).toBe(1);
  });

  test('for a conversation that is too long does not spoil the next prompt', async () => {
    const { assistant } = await startServers();
    const client = await connect(assistant);
    const message = `Summarise this log. ${'GET /orders 200 12ms '.repeat(2_000)}`;
    const refused = await client.call('POST', '/api/chat', { json: { message, stream: true } });
    expect(refused).toMatchObject({ status: 502, json: { error: 'context_too_long' } });
    expect(await readMetric(assistant, 'ai_errors_total', { error_type: 'context_length' })).toBe(1);
    expect((await client.chat('What is a queue?')).at(-1)?.type).toBe('done');
  });

  test('by being away says so, without an address', async () => {
    const { assistant, model } = await startServers();
    const client = await connect(assistant);
    await model.close();
    const { status, json, text } = await client.call('POST', '/api/chat', { json: { message: 'Hello' } });
    expect([status, json.message]).toEqual([502, 'The model cannot be reached.']);
    expect(text).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|\.ts|\.js/);
  });
});
